package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.complex.ListVector;

/** pgvector's vector: int16 dimensions, int16 unused, float4 each. */
final class VectorDecoder extends NestedDecoder {
  private final ColumnDecoder elementDecoder;
  private final Cells elements = new Cells(BLOCK);

  VectorDecoder(ListVector vector, ValueRules rules, ColumnDecoder elementDecoder) {
    super(vector, rules);
    this.elementDecoder = elementDecoder;
  }

  @Override
  void gather(byte[] data, int position, int length, int row) throws SQLException {
    int count = length < 4 ? -1 : Bytes.int16(data, position);
    if (length != 4 + 4 * count) {
      throw unexpectedLength(length);
    }
    for (int i = 0; i < count; i++) {
      elements.set(nextElement(), data, position + 4 + 4 * i, 4);
    }
  }

  @Override
  void startElements() {
    elementDecoder.start();
  }

  @Override
  void decodeElements(int count, int row) throws SQLException {
    elementDecoder.decode(elements, count, row);
  }

  @Override
  void finishElements(int count) {
    elementDecoder.finish(count);
  }
}
