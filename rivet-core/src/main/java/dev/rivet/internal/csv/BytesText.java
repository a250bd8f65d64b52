package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.VariableRange;
import org.apache.arrow.vector.FieldVector;

/** Bytes as hexadecimal or base64, and UUIDs. */
final class BytesText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final byte[] BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);

  private BytesText() {}

  static ColumnTextEncoder binary(boolean isBase64) {
    return new ColumnTextEncoder(ColumnTextEncoder.JsonForm.STRING, true) { // no bytes, no text
      private final VariableRange values = new VariableRange();

      @Override
      void loadValues(FieldVector vector, int from, int rows) {
        values.load(vector, from, rows);
      }

      @Override
      void append(int index, Utf8Buffer out) {
        if (isBase64) {
          appendBase64(values.bytes(), values.start(index), values.length(index), out);
        } else {
          appendHex(values.bytes(), values.start(index), values.length(index), out);
        }
      }
    };
  }

  static ColumnTextEncoder uuid() {
    return new ColumnTextEncoder(ColumnTextEncoder.JsonForm.STRING, false) {
      private final FixedRange values = new FixedRange(16);

      @Override
      void loadValues(FieldVector vector, int from, int rows) {
        values.load(vector, from, rows);
      }

      @Override
      void append(int index, Utf8Buffer out) {
        byte[] bytes = values.bytes();
        int at = values.start(index);
        appendHex(bytes, at, 4, out);
        for (int i = 4; i < 10; i += 2) {
          out.put('-');
          appendHex(bytes, at + i, 2, out);
        }
        out.put('-');
        appendHex(bytes, at + 10, 6, out);
      }
    };
  }

  private static void appendHex(byte[] bytes, int from, int length, Utf8Buffer out) {
    out.ensure(Math.multiplyExact(length, 2));
    for (int i = from; i < from + length; i++) {
      out.put(HEX[(bytes[i] >>> 4) & 15]);
      out.put(HEX[bytes[i] & 15]);
    }
  }

  private static void appendBase64(byte[] bytes, int from, int length, Utf8Buffer out) {
    int end = from + length;
    int at = from;
    for (; at + 3 <= end; at += 3) {
      four((bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff, out);
    }
    if (end - at == 2) {
      four((bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8, out);
      out.truncate(out.size() - 1);
      out.put('=');
    } else if (end - at == 1) {
      four((bytes[at] & 0xff) << 16, out);
      out.truncate(out.size() - 2);
      out.put('=');
      out.put('=');
    }
  }

  private static void four(int bits, Utf8Buffer out) {
    out.put(BASE64[bits >>> 18]);
    out.put(BASE64[(bits >>> 12) & 63]);
    out.put(BASE64[(bits >>> 6) & 63]);
    out.put(BASE64[bits & 63]);
  }
}
