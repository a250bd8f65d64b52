package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** int2, int4, int8, float4, float8, xid8: the wire's bytes in the other order. */
final class SwapDecoders {
  private SwapDecoders() {}

  static final class Two extends FixedWidthDecoder {
    Two(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 2);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      byte[] to = stage;
      for (int i = 0; i < count; i++) {
        int length = cells.length[from + i];
        if (length == 2) {
          Bytes.SHORT_LE.set(
              to,
              2 * i,
              (short) Bytes.SHORT_BE.get(cells.data[from + i], cells.position[from + i]));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }

  static final class Four extends FixedWidthDecoder {
    Four(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 4);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      byte[] to = stage;
      for (int i = 0; i < count; i++) {
        int length = cells.length[from + i];
        if (length == 4) {
          Bytes.INT_LE.set(
              to, 4 * i, (int) Bytes.INT_BE.get(cells.data[from + i], cells.position[from + i]));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }

  static final class Eight extends FixedWidthDecoder {
    Eight(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 8);
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      byte[] to = stage;
      for (int i = 0; i < count; i++) {
        int length = cells.length[from + i];
        if (length == 8) {
          Bytes.LONG_LE.set(
              to, 8 * i, (long) Bytes.LONG_BE.get(cells.data[from + i], cells.position[from + i]));
        } else {
          setNull(length, row + i);
        }
      }
    }
  }
}
