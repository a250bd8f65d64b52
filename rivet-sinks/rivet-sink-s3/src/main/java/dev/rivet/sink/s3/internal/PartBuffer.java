package dev.rivet.sink.s3.internal;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/** The bytes of one request, in segments, so that little of them takes little memory. One thread at a time. */
final class PartBuffer {
  private final Memory memory;
  private final int capacity;
  private final List<byte[]> segments = new ArrayList<>();
  private int size;

  PartBuffer(Memory memory, int capacity) {
    this.memory = memory;
    this.capacity = capacity;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == capacity;
  }

  /** Takes as much as fits. */
  void append(ByteBuffer source) {
    while (source.hasRemaining() && size < capacity) {
      int at = size % Memory.SEGMENT;
      if (at == 0 && size / Memory.SEGMENT == segments.size()) {
        segments.add(memory.take());
      }
      int n = Math.min(Math.min(source.remaining(), Memory.SEGMENT - at), capacity - size);
      source.get(segments.get(size / Memory.SEGMENT), at, n);
      size += n;
    }
  }

  /** Forgets the bytes, keeps the memory. */
  void clear() {
    size = 0;
  }

  void free() {
    memory.give(segments);
    segments.clear();
    size = 0;
  }

  /** What the store is told about these bytes, and asked about afterwards. */
  Sums sums() {
    CRC32C crc = new CRC32C();
    MessageDigest md5 = Sums.md5();
    for (int at = 0; at < size; at += Memory.SEGMENT) {
      byte[] segment = segments.get(at / Memory.SEGMENT);
      int n = Math.min(Memory.SEGMENT, size - at);
      crc.update(segment, 0, n);
      if (md5 != null) {
        md5.update(segment, 0, n);
      }
    }
    return Sums.of(crc, md5);
  }

  /** A body of known length that can be sent more than once. Without its length the client library would wait for more. */
  RequestBody body() {
    return RequestBody.fromContentProvider(Input::new, size, "application/octet-stream");
  }

  /**
   * Checksums in the forms that S3 speaks.
   *
   * @param crc base64 of CRC-32C, big-endian
   * @param md5Hex MD5 in lower-case hex, or null on a Java runtime without MD5
   */
  record Sums(String crc, @Nullable String md5Hex) {
    static Sums of(CRC32C crc, @Nullable MessageDigest md5) {
      return new Sums(
          base64((int) crc.getValue()),
          md5 == null ? null : HexFormat.of().formatHex(md5.digest()));
    }

    static Sums of(byte[] bytes) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, bytes.length);
      MessageDigest md5 = md5();
      if (md5 != null) {
        md5.update(bytes);
      }
      return of(crc, md5);
    }

    static String base64(int crc) {
      return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(0, crc).array());
    }

    /** For the header Content-MD5. */
    @Nullable String md5Base64() {
      return md5Hex == null
          ? null
          : Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5Hex));
    }

    /** Runtimes in FIPS mode have no MD5; CRC-32C is left then. */
    static @Nullable MessageDigest md5() {
      try {
        return MessageDigest.getInstance("MD5");
      } catch (NoSuchAlgorithmException e) {
        return null;
      }
    }
  }

  private final class Input extends InputStream {
    private int position;

    @Override
    public int read() {
      return position >= size
          ? -1
          : segments.get(position / Memory.SEGMENT)[position++ % Memory.SEGMENT] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (position >= size) {
        return -1;
      }
      int at = position % Memory.SEGMENT;
      int n = Math.min(Math.min(length, Memory.SEGMENT - at), size - position);
      System.arraycopy(segments.get(position / Memory.SEGMENT), at, bytes, offset, n);
      position += n;
      return n;
    }

    @Override
    public int available() {
      return size - position;
    }
  }
}
