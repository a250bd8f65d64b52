package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseVariableWidthVector;

/** inet and cidr: family, mask bits, cidr flag, address length, address; rendered as the server does. */
final class InetDecoder extends RenderedDecoder {
  private final int[] words = new int[8];

  InetDecoder(BaseVariableWidthVector vector, ValueRules rules) {
    super(vector, rules);
  }

  @Override
  boolean render(byte[] data, int position, int length, int row) throws SQLException {
    if (length != 8 && length != 20) {
      throw unexpectedLength(length);
    }
    int bits = data[position + 1] & 0xFF;
    boolean cidr = data[position + 2] != 0;
    int at = position + 4;
    if (length == 8) {
      addDotted(data, at);
    } else {
      addColons(data, at);
    }
    if (cidr || bits != 8 * (length - 4)) {
      add('/');
      addNumber(bits, 1);
    }
    return true;
  }

  private void addDotted(byte[] data, int at) {
    for (int i = 0; i < 4; i++) {
      if (i > 0) {
        add('.');
      }
      addNumber(data[at + i] & 0xFF, 1);
    }
  }

  private void addColons(byte[] data, int at) {
    for (int i = 0; i < 8; i++) {
      words[i] = Bytes.int16(data, at + 2 * i) & 0xFFFF;
    }
    int start = -1; // the longest run of two or more zeros
    int size = 1;
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && words[i + n] == 0) {
        n++;
      }
      if (n > size) {
        start = i;
        size = n;
      }
      i += n;
    }
    for (int i = 0; i < 8; i++) {
      if (start >= 0 && i >= start && i < start + size) {
        if (i == start) {
          add(':');
        }
        continue;
      }
      if (i > 0) {
        add(':');
      }
      if (i == 6 && start == 0 && (size == 6 || size == 5 && words[5] == 0xFFFF)) {
        addDotted(data, at + 12);
        return;
      }
      add(Integer.toHexString(words[i]));
    }
    if (start >= 0 && start + size == 8) {
      add(':');
    }
  }
}
