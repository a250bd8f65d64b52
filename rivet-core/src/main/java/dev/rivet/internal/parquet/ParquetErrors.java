package dev.rivet.internal.parquet;

import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import java.util.List;
import java.util.Map;

/** All failures this package reports about data and definitions. */
final class ParquetErrors {
  private ParquetErrors() {}

  static DataIntegrityException nullInRequired(Leaf leaf) {
    String what = leaf.isFlat() ? "NULL" : "NULL, or a NULL inside one of its values,";
    return new DataIntegrityException(
        ErrorCode.VALUE_NULL,
        "column '"
            + leaf.name()
            + "' is written as NOT NULL, but a row has "
            + what
            + " in it. Declare the column nullable, or filter such rows in the query.",
        List.of(),
        Map.of("column", leaf.name()),
        null);
  }

  static DataIntegrityException tooManyDigits(Leaf leaf) {
    LeafType type = leaf.type();
    return new DataIntegrityException(
        ErrorCode.VALUE_NOT_REPRESENTABLE,
        "column '"
            + leaf.name()
            + "' is decimal("
            + type.precision()
            + ","
            + type.scale()
            + "), but a row has a value with more digits. Override the column with a larger"
            + " precision.",
        List.of(),
        Map.of("column", leaf.name()),
        null);
  }

  static InvalidExportException unsupported(List<Problem> problems) {
    return new InvalidExportException(
        ErrorCode.FORMAT_TYPE_UNSUPPORTED,
        "Parquet cannot carry " + problems.size() + " column(s): " + problems,
        problems,
        Map.of(),
        null);
  }

  static InvalidExportException bloomColumns(List<Problem> problems) {
    return new InvalidExportException(
        problems.get(0).code(),
        "bloom filters cannot be written: " + problems,
        problems,
        Map.of(),
        null);
  }
}
