package dev.rivet.dialect.postgres.internal.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseVariableWidthVector;

/**
 * PostGIS geometry and geography: EWKB to ISO WKB. The SRID of a column is a fact about the column, so it is taken out of
 * every value and has to be the one the column declares.
 */
final class EwkbDecoder extends VariableWidthDecoder {
  private static final int Z = 0x8000_0000;
  private static final int M = 0x4000_0000;
  private static final int SRID = 0x2000_0000;

  private final int srid;
  private byte[] wkb = new byte[256];
  private int size;

  EwkbDecoder(BaseVariableWidthVector vector, ValueRules rules, int srid) {
    super(vector, rules);
    this.srid = srid;
  }

  @Override
  void append(byte[] data, int position, int length, int row) throws SQLException {
    if (wkb.length < length) {
      wkb = new byte[length];
    }
    size = 0;
    try {
      int end = geometry(ByteBuffer.wrap(data, position, length), 0);
      if (end != position + length) {
        throw rules.malformed("a geometry with bytes after its end");
      }
    } catch (java.nio.BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException e) {
      throw rules.malformed("a geometry that ends too early");
    }
    put(wkb, 0, size);
  }

  private int geometry(ByteBuffer in, int depth) throws SQLException {
    if (depth > 32) {
      throw rules.malformed("a geometry nested more than 32 deep");
    }
    byte order = in.get();
    in.order(order == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int code = in.getInt();
    if ((code & SRID) != 0 && in.getInt() != srid) {
      throw rules.malformed("a geometry of another SRID than the column's " + srid);
    }
    int type = code & 0x0FFF_FFFF;
    int iso = type + ((code & Z) != 0 ? 1000 : 0) + ((code & M) != 0 ? 2000 : 0);
    byte[] head = ByteBuffer.allocate(5).order(in.order()).put(order).putInt(iso).array();
    copy(head, 0, 5);
    int doubles = 2 + ((code & Z) != 0 ? 1 : 0) + ((code & M) != 0 ? 1 : 0);
    switch (type) {
      case 1 -> raw(in, 8 * doubles); // point
      case 2, 8 -> raw(in, 8 * doubles * count(in)); // line string, circular string
      case 3, 17 -> { // polygon, triangle
        for (int rings = count(in); rings > 0; rings--) {
          raw(in, 8 * doubles * count(in));
        }
      }
      case 4, 5, 6, 7, 9, 10, 11, 12, 15, 16 -> { // collections
        for (int parts = count(in); parts > 0; parts--) {
          ByteOrder mine = in.order();
          geometry(in, depth + 1);
          in.order(mine);
        }
      }
      default -> throw rules.malformed("a geometry of unknown type " + type);
    }
    return in.position();
  }

  private int count(ByteBuffer in) {
    int at = in.position();
    int n = in.getInt();
    if (n < 0 || n > in.remaining()) {
      throw new IllegalArgumentException("count");
    }
    copy(in.array(), at, 4);
    return n;
  }

  private void raw(ByteBuffer in, int bytes) {
    int at = in.position();
    in.position(at + bytes);
    copy(in.array(), at, bytes);
  }

  private void copy(byte[] from, int at, int bytes) {
    if (wkb.length < size + bytes) {
      wkb = Arrays.copyOf(wkb, 2 * (size + bytes));
    }
    System.arraycopy(from, at, wkb, size, bytes);
    size += bytes;
  }
}
