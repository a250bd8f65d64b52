package dev.rivet.dialect.postgres.internal.decode;

import java.sql.SQLException;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** hstore: the number of pairs, then key and value with their lengths; a value may be NULL. */
final class HstoreDecoder extends NestedDecoder {
  private final StructVector entries;
  private final ColumnDecoder keyDecoder;
  private final ColumnDecoder valueDecoder;
  private final Cells keys = new Cells(BLOCK);
  private final Cells values = new Cells(BLOCK);

  HstoreDecoder(MapVector vector, ValueRules rules) {
    super(vector, rules);
    entries = (StructVector) vector.getDataVector();
    keyDecoder = new RawDecoder((VarCharVector) entries.getChildByOrdinal(0), rules.forElements());
    valueDecoder =
        new RawDecoder((VarCharVector) entries.getChildByOrdinal(1), rules.forElements());
  }

  @Override
  void gather(byte[] data, int position, int length, int row) throws SQLException {
    if (length < 4) {
      throw unexpectedLength(length);
    }
    int count = Bytes.int32(data, position);
    int at = position + 4;
    for (int i = 0; i < count; i++) {
      int index = nextElement();
      int keyLength = Bytes.int32(data, at);
      keys.set(index, data, at + 4, keyLength);
      at += 4 + keyLength;
      int valueLength = Bytes.int32(data, at);
      values.set(index, data, at + 4, valueLength);
      at += 4 + Math.max(0, valueLength);
    }
    if (at != position + length) {
      throw unexpectedLength(length);
    }
  }

  @Override
  void startElements() {
    keyDecoder.start();
    valueDecoder.start();
  }

  @Override
  void decodeElements(int count, int row) throws SQLException {
    keyDecoder.decode(keys, count, row);
    valueDecoder.decode(values, count, row);
  }

  @Override
  void finishElements(int count) {
    keyDecoder.finish(count);
    valueDecoder.finish(count);
    entries.setValueCount(count);
    entries.getValidityBuffer().setOne(0L, (count + 7L) >>> 3);
  }
}
