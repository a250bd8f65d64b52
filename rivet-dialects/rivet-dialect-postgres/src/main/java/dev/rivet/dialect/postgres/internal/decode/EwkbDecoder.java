package dev.rivet.dialect.postgres.internal.decode;

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
  private static final int DEEPEST = 32;

  private final int srid;
  private byte[] wkb = new byte[256];
  private int size;
  private byte[] in = {};
  private int at;
  private int end;

  EwkbDecoder(BaseVariableWidthVector vector, ValueRules rules, int srid) {
    super(vector, rules);
    this.srid = srid;
  }

  @Override
  void append(byte[] data, int position, int length, int row) throws SQLException {
    in = data;
    at = position;
    end = position + length;
    size = 0;
    geometry(0);
    if (at != end) {
      throw rules.malformed("a geometry with bytes after its end");
    }
    put(wkb, 0, size);
  }

  private void geometry(int depth) throws SQLException {
    if (depth > DEEPEST) {
      throw rules.malformed("a geometry nested more than " + DEEPEST + " deep");
    }
    int header = take(5);
    boolean little = in[header] != 0;
    int code = int32(header + 1, little);
    if ((code & SRID) != 0 && int32(take(4), little) != srid) {
      throw rules.malformed("a geometry of another SRID than the column's " + srid);
    }
    int type = code & 0x0FFF_FFFF;
    int axes = 2 + (code >>> 31) + (code >>> 30 & 1);
    copy(header, 1);
    int iso = type + ((code & Z) != 0 ? 1000 : 0) + ((code & M) != 0 ? 2000 : 0);
    room(4);
    (little ? Bytes.INT_LE : Bytes.INT_BE).set(wkb, size, iso);
    size += 4;
    switch (type) {
      case 1 -> coordinates(1, axes); // point
      case 2, 8 -> coordinates(count(little), axes); // line string, circular string
      case 3, 17 -> { // polygon, triangle
        for (int rings = count(little); rings > 0; rings--) {
          coordinates(count(little), axes);
        }
      }
      case 4, 5, 6, 7, 9, 10, 11, 12, 15, 16 -> { // collections
        for (int parts = count(little); parts > 0; parts--) {
          geometry(depth + 1);
        }
      }
      default -> throw rules.malformed("a geometry of unknown type " + type);
    }
  }

  private int int32(int position, boolean little) {
    return (int) (little ? Bytes.INT_LE : Bytes.INT_BE).get(in, position);
  }

  /** Where the next bytes begin, if there are so many. */
  private int take(long bytes) throws SQLException {
    if (bytes < 0 || bytes > end - at) {
      throw rules.malformed("a geometry that ends too early");
    }
    int start = at;
    at += (int) bytes;
    return start;
  }

  private int count(boolean little) throws SQLException {
    int start = take(4);
    copy(start, 4);
    return int32(start, little);
  }

  private void coordinates(int points, int axes) throws SQLException {
    long bytes = 8L * axes * points;
    copy(take(bytes), (int) bytes);
  }

  private void copy(int from, int bytes) {
    room(bytes);
    System.arraycopy(in, from, wkb, size, bytes);
    size += bytes;
  }

  private void room(int bytes) {
    if (wkb.length - size < bytes) {
      wkb = Arrays.copyOf(wkb, 2 * (size + bytes));
    }
  }
}
