package dev.rivet.internal.csv;

import org.apache.arrow.vector.FieldVector;

/** One column: its text in its frame. */
final class CsvColumn {
  private final ColumnTextEncoder text;
  private final Framing framing;
  private final boolean isFramed;

  CsvColumn(ColumnTextEncoder text, Framing framing) {
    this.text = text;
    this.framing = framing;
    this.isFramed = text.isFreeText() || !framing.isPlainSafe();
  }

  void load(FieldVector vector, int from, int rows) {
    text.load(vector, from, rows);
  }

  void append(int index, Utf8Buffer out) {
    if (text.isNull(index)) {
      out.put(framing.nullText());
    } else if (isFramed) {
      int start = out.size();
      text.append(index, out);
      framing.frame(out, start);
    } else {
      text.append(index, out);
    }
  }
}
