package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** float4 and float8 of a column whose rule does not take NaN and the infinities as they are. */
final class FloatDecoder extends FixedWidthDecoder {
  private static final int EXPONENT_4 = 0x7F80_0000;
  private static final long EXPONENT_8 = 0x7FF0_0000_0000_0000L;

  private final int width;

  FloatDecoder(BaseFixedWidthVector vector, ValueRules rules, int width) {
    super(vector, rules, width);
    this.width = width;
  }

  @Override
  void stage(Cells cells, int from, int count, int row) throws SQLException {
    for (int i = 0; i < count; i++) {
      int length = cells.length[from + i];
      if (length != width) {
        setNull(length, row + i);
        continue;
      }
      byte[] data = cells.data[from + i];
      int at = cells.position[from + i];
      boolean isFinite;
      if (width == 4) {
        int bits = Bytes.int32(data, at);
        isFinite = (bits & EXPONENT_4) != EXPONENT_4;
        Bytes.putLittle(stage, 4 * i, bits);
      } else {
        long bits = Bytes.int64(data, at);
        isFinite = (bits & EXPONENT_8) != EXPONENT_8;
        Bytes.putLittle(stage, 8 * i, bits);
      }
      if (!isFinite) {
        setNullByPolicy(SpecialValue.NOT_A_NUMBER, "NaN or an infinite number", row + i);
      }
    }
  }
}
