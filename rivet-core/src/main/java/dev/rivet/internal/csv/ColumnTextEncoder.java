package dev.rivet.internal.csv;

import dev.rivet.internal.batch.Bits;
import org.apache.arrow.vector.FieldVector;

/** Text of the values of one column, chosen once per column. Copies a block to the heap, then renders cell by cell. */
abstract class ColumnTextEncoder {

  /** How a value appears inside JSON text. */
  enum JsonForm {
    /** As it is: a number, a boolean or JSON itself. */
    RAW,
    /** As it is if it ends in a digit, otherwise as a string: JSON knows no NaN and no infinity. */
    RAW_IF_NUMBER,
    /** As a string. */
    STRING
  }

  private final JsonForm jsonForm;
  private final boolean isFreeText;
  private final Bits validity = new Bits();

  /**
   * An encoder.
   *
   * @param isFreeText whether a value may be empty or contain any character; otherwise it is one or more letters, digits and
   *     {@code + - . : / =}
   */
  ColumnTextEncoder(JsonForm jsonForm, boolean isFreeText) {
    this.jsonForm = jsonForm;
    this.isFreeText = isFreeText;
  }

  final JsonForm jsonForm() {
    return jsonForm;
  }

  final boolean isFreeText() {
    return isFreeText;
  }

  /** Copies rows {@code from} to {@code from + rows}. */
  final void load(FieldVector vector, int from, int rows) {
    validity.loadValidity(vector, from, rows);
    loadValues(vector, from, rows);
  }

  final boolean isNull(int index) {
    return !validity.isSet(index);
  }

  abstract void loadValues(FieldVector vector, int from, int rows);

  /** Adds the text of a value that is not NULL. */
  abstract void append(int index, Utf8Buffer out);
}
