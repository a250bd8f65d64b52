package dev.rivet.dialect.mysql.internal.decode;

import dev.rivet.spi.dialect.support.LittleEndian;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.spi.dialect.support.VariableWidthDecoder;
import java.sql.SQLException;
import java.util.Arrays;
import org.apache.arrow.vector.BaseVariableWidthVector;

/**
 * geometry: the SRID in four bytes, then WKB. Where the column declares its SRID it is a fact about the column and taken out of
 * every value; where it does not, a value's SRID other than 0 stays in the value, as EWKB.
 */
final class GeometryDecoder extends VariableWidthDecoder {
  /** The column declares no SRID. */
  static final int UNDECLARED = -1;

  private static final int PREFIX = 4;
  private static final int HEADER = 5;
  private static final int HAS_SRID = 0x2000_0000;

  private final int declared;

  GeometryDecoder(BaseVariableWidthVector vector, ValueRules rules, int declared) {
    super(vector, rules);
    this.declared = declared;
  }

  @Override
  protected void append(byte[] data, int position, int length, int row) throws SQLException {
    if (length < PREFIX + HEADER || data[position + PREFIX] != 1) {
      throw rules.malformed("a geometry that is not a SRID with little-endian WKB");
    }
    int srid = LittleEndian.getInt(data, position);
    if (declared == UNDECLARED && srid != 0) {
      ewkb(data, position, length, srid);
    } else if (declared != UNDECLARED && srid != declared) {
      throw rules.malformed("a geometry of another SRID than the column's " + declared);
    } else {
      put(data, position + PREFIX, length - PREFIX);
    }
  }

  private void ewkb(byte[] data, int position, int length, int srid) throws SQLException {
    byte[] wkb = Arrays.copyOfRange(data, position + PREFIX, position + length + PREFIX);
    System.arraycopy(
        data, position + PREFIX + HEADER, wkb, HEADER + PREFIX, length - PREFIX - HEADER);
    LittleEndian.putInt(wkb, 1, LittleEndian.getInt(wkb, 1) | HAS_SRID);
    LittleEndian.putInt(wkb, HEADER, srid);
    put(wkb, 0, length);
  }
}
