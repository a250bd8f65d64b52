package dev.rivet.dialect.postgres.internal.decode;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;
import java.util.Map;
import org.apache.arrow.vector.complex.ListVector;

/**
 * Arrays: dimensions, a flag, the element type, then per dimension its length and lower bound, then the elements. The type does
 * not carry the number of dimensions, so the shape of each value is checked.
 */
final class ArrayDecoder extends NestedDecoder {
  private static final int HEADER = 12;

  private final ColumnDecoder elementDecoder;
  private final Cells elements = new Cells(BLOCK);

  ArrayDecoder(ListVector vector, ValueRules rules, ColumnDecoder elementDecoder) {
    super(vector, rules);
    this.elementDecoder = elementDecoder;
  }

  @Override
  void gather(byte[] data, int position, int length, int row) throws SQLException {
    if (length < HEADER) {
      throw unexpectedLength(length);
    }
    int dimensions = Bytes.int32(data, position);
    if (dimensions == 0) {
      return;
    }
    if (dimensions > 1) {
      setNullByPolicy(SpecialValue.ARRAY_SHAPE, "an array of " + dimensions + " dimensions", row);
      return;
    }
    int count = Bytes.int32(data, position + HEADER);
    if (Bytes.int32(data, position + HEADER + 4) != 1) {
      setNullByPolicy(SpecialValue.ARRAY_SHAPE, "an array whose first index is not 1", row);
      return;
    }
    int at = position + HEADER + 8;
    for (int i = 0; i < count; i++) {
      int size = Bytes.int32(data, at);
      elements.set(nextElement(), data, at + 4, size);
      at += 4 + Math.max(0, size);
    }
    if (at != position + length) {
      throw unexpectedLength(length);
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

  @Override
  public void addChanges(Map<String, Long> total) {
    super.addChanges(total);
    elementDecoder.addChanges(total);
  }
}
