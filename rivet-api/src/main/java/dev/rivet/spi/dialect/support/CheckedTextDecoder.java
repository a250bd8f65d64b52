package dev.rivet.spi.dialect.support;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** Text of a source that does not vouch for its encoding: refuses what is not UTF-8. */
final class CheckedTextDecoder extends VariableWidthDecoder {

  CheckedTextDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  protected void append(byte[] data, int position, int length, int row) throws SQLException {
    if (isUtf8(data, position, position + length)) {
      put(data, position, length);
    } else {
      setNullByPolicy(SpecialValue.INVALID_TEXT, "bytes that are not UTF-8", row);
    }
  }

  static boolean isUtf8(byte[] data, int from, int to) {
    int i = from;
    while (i < to) {
      if (to - i >= 8 && (LittleEndian.getLong(data, i) & 0x8080_8080_8080_8080L) == 0) {
        i += 8; // most text is ASCII, eight of it at a time
        continue;
      }
      int b = data[i++];
      if (b >= 0) {
        continue;
      }
      int more =
          b >= (byte) 0xC2 && b <= (byte) 0xDF
              ? 1
              : (b & 0xF0) == 0xE0 ? 2 : b >= (byte) 0xF0 && b <= (byte) 0xF4 ? 3 : 0;
      if (more == 0 || i + more > to || !isSecond(b & 0xFF, data[i] & 0xFF)) {
        return false;
      }
      for (int k = 0; k < more; k++) {
        if ((data[i++] & 0xC0) != 0x80) {
          return false;
        }
      }
    }
    return true;
  }

  /** Keeps out overlong forms, surrogates and code points above 10FFFF. */
  private static boolean isSecond(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second <= 0x9F;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second <= 0x8F;
      default -> true;
    };
  }
}
