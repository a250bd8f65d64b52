package dev.rivet.sink.gcs;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** CRC-32C in the store's spelling (Base64 of four bytes, big-endian) and in ours (hex). */
final class Crc32c {
  private Crc32c() {}

  static String hexOf(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  static String toBase64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  static String toHex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }
}
