package dev.rivet.internal.csv;

import dev.rivet.internal.batch.VariableRange;
import org.apache.arrow.vector.FieldVector;

/** Text and JSON: the bytes of the batch as they are. */
final class Utf8Text extends ColumnTextEncoder {
  private final VariableRange values = new VariableRange();
  private final boolean isEscapingFormulas;

  Utf8Text(boolean isJson, boolean isEscapingFormulas) {
    super(isJson ? JsonForm.RAW : JsonForm.STRING, true);
    this.isEscapingFormulas = isEscapingFormulas && !isJson; // no JSON text is a formula
  }

  @Override
  void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector, from, rows);
  }

  @Override
  void append(int index, Utf8Buffer out) {
    int length = values.length(index);
    if (isEscapingFormulas && length > 0 && isFormulaStart(values.bytes()[values.start(index)])) {
      out.put('\'');
    }
    out.put(values.bytes(), values.start(index), length);
  }

  /** Whether a spreadsheet runs a cell that starts so. */
  static boolean isFormulaStart(byte first) {
    return switch (first) {
      case '=', '+', '-', '@', '\t', '\r' -> true;
      default -> false;
    };
  }
}
