package dev.rivet.internal.hash;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Size, fingerprint and the asked-for checksums of bytes that come in pieces. One thread at a time. */
public final class ByteChecksums {
  private final Fingerprint fingerprint = Fingerprint.streaming();
  private final @Nullable CRC32C crc32c;
  private final @Nullable MessageDigest md5;
  private long size;

  /** Computes the fingerprint and these. */
  public ByteChecksums(Set<Algorithm> algorithms) {
    crc32c = algorithms.contains(Algorithm.CRC32C) ? new CRC32C() : null;
    md5 = algorithms.contains(Algorithm.MD5) ? md5() : null;
  }

  /** Of all these bytes at once. */
  public static Checksums of(byte[] bytes, Set<Algorithm> algorithms) {
    return new ByteChecksums(algorithms).update(ByteBuffer.wrap(bytes)).checksums();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no MD5", e);
    }
  }

  /** Adds what remains in the buffer and leaves the buffer as it was. */
  @CanIgnoreReturnValue
  public ByteChecksums update(ByteBuffer buffer) {
    size += buffer.remaining();
    fingerprint.update(buffer);
    if (crc32c != null) {
      crc32c.update(buffer.duplicate());
    }
    if (md5 != null) {
      md5.update(buffer.duplicate());
    }
    return this;
  }

  /** Bytes so far. */
  public long size() {
    return size;
  }

  /** Of all bytes so far; more may follow. */
  public Checksums checksums() {
    Map<Algorithm, String> values = new EnumMap<>(Algorithm.class);
    if (crc32c != null) {
      values.put(Algorithm.CRC32C, HexFormat.of().toHexDigits((int) crc32c.getValue()));
    }
    if (md5 != null) {
      values.put(Algorithm.MD5, HexFormat.of().formatHex(snapshot(md5)));
    }
    return new Checksums(size, fingerprint.value(), values);
  }

  private static byte[] snapshot(MessageDigest digest) {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java runtime's MD5 cannot be read midway", e);
    }
  }
}
