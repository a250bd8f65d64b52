package dev.rivet.internal.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unaligned little-endian reads from byte arrays. */
public final class LittleEndian {
  private static final VarHandle I16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle I32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle I64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /** Two bytes. */
  public static short i16(byte[] bytes, int at) {
    return (short) I16.get(bytes, at);
  }

  /** Four bytes. */
  public static int i32(byte[] bytes, int at) {
    return (int) I32.get(bytes, at);
  }

  /** Eight bytes. */
  public static long i64(byte[] bytes, int at) {
    return (long) I64.get(bytes, at);
  }
}
