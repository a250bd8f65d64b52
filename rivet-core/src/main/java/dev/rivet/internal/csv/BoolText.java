package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.internal.batch.Bits;
import org.apache.arrow.vector.FieldVector;

/** {@code true} and {@code false}. */
final class BoolText extends ColumnTextEncoder {
  private static final byte[] TRUE = "true".getBytes(US_ASCII);
  private static final byte[] FALSE = "false".getBytes(US_ASCII);

  private final Bits values = new Bits();

  BoolText() {
    super(JsonForm.RAW, false);
  }

  @Override
  void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector.getDataBuffer(), from, rows);
  }

  @Override
  void append(int index, Utf8Buffer out) {
    out.put(values.isSet(index) ? TRUE : FALSE);
  }
}
