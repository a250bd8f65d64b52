package dev.rivet.sink.s3;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;

/** Bytes to write and what the engine would know of them. */
final class Bytes {
  private Bytes() {}

  static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Checksums checksums(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return new Checksums(
        bytes.length,
        "xxh3:0000000000000000",
        Map.of(Algorithm.CRC32C, HexFormat.of().toHexDigits((int) crc.getValue())));
  }

  static void write(Upload upload, byte[] bytes) throws IOException {
    int n = upload.channel().write(ByteBuffer.wrap(bytes));
    if (n != bytes.length) {
      throw new IOException("wrote " + n + " of " + bytes.length);
    }
  }
}
