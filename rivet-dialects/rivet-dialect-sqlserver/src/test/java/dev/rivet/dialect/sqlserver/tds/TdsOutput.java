package dev.rivet.dialect.sqlserver.tds;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Tokens of an answer, cut into packets. */
final class TdsOutput {
  private static final int HEADER = 8;
  private static final int TABULAR_RESULT = 4;

  private final OutputStream out;
  private final byte[] buffer = new byte[32_767];
  private int size = HEADER;
  private int packetSize = 4096;
  private int packet = 1;

  TdsOutput(OutputStream out) {
    this.out = out;
  }

  void setPacketSize(int bytes) {
    packetSize = bytes;
  }

  void u8(int value) throws IOException {
    if (size == packetSize) {
      flush(false);
    }
    buffer[size++] = (byte) value;
  }

  void le(long value, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      u8((int) (value >>> 8 * i));
    }
  }

  void bytes(byte[] value) throws IOException {
    for (byte b : value) {
      u8(b);
    }
  }

  /** Text with its length in characters in one byte. */
  void shortText(String text) throws IOException {
    u8(text.length());
    bytes(text.getBytes(StandardCharsets.UTF_16LE));
  }

  void done(int token, int status, long rows) throws IOException {
    u8(token);
    le(status, 2);
    le(0xC1, 2); // SELECT
    le(rows, 8);
  }

  void flush(boolean isLast) throws IOException {
    buffer[0] = TABULAR_RESULT;
    buffer[1] = (byte) (isLast ? 1 : 0);
    buffer[2] = (byte) (size >> 8);
    buffer[3] = (byte) size;
    buffer[6] = (byte) packet++;
    out.write(buffer, 0, size);
    size = HEADER;
    if (isLast) {
      out.flush();
      packet = 1;
    }
  }
}
