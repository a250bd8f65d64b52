package dev.rivet.dialect.postgres.internal.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays: big-endian is PostgreSQL's wire, little-endian is Arrow. */
public final class Bytes {
  static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  /** 16 bits, big-endian. */
  public static short int16(byte[] bytes, int at) {
    return (short) SHORT_BE.get(bytes, at);
  }

  /** 32 bits, big-endian. */
  public static int int32(byte[] bytes, int at) {
    return (int) INT_BE.get(bytes, at);
  }

  /** 64 bits, big-endian. */
  public static long int64(byte[] bytes, int at) {
    return (long) LONG_BE.get(bytes, at);
  }

  static void putLittle(byte[] bytes, int at, int value) {
    INT_LE.set(bytes, at, value);
  }

  static void putLittle(byte[] bytes, int at, long value) {
    LONG_LE.set(bytes, at, value);
  }
}
