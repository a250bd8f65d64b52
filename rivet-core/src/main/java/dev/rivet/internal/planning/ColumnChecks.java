package dev.rivet.internal.planning;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.internal.csv.CsvSupport;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether every column that a definition names exists, and every column fits the format. */
final class ColumnChecks {
  private ColumnChecks() {}

  static List<Problem> problems(Export export, List<ColumnMapping> columns, List<Problem> already) {
    List<Problem> problems = new ArrayList<>();
    boolean isResolved =
        already.stream()
            .noneMatch(
                p ->
                    p.code() == ErrorCode.RELATION_NOT_FOUND
                        || p.code() == ErrorCode.QUERY_INVALID);
    if (!isResolved) {
      return problems; // nothing is known of the columns; more messages would only hide the cause
    }
    List<String> names = columns.stream().map(ColumnMapping::name).toList();
    named(export)
        .forEach(
            (use, wanted) -> {
              for (String column : wanted) {
                boolean isReported = already.stream().anyMatch(p -> p.subject().equals(column));
                if (!names.contains(column) && !isReported) {
                  problems.add(
                      new Problem(
                          ErrorCode.COLUMN_NOT_FOUND,
                          use,
                          "column \""
                              + column
                              + "\" is not in the result. Columns: "
                              + names
                              + ". Names are case-sensitive."));
                }
              }
            });
    for (ColumnMapping added : export.metaColumns().columns()) {
      if (names.contains(added.name())) {
        problems.add(
            new Problem(
                ErrorCode.COLUMN_DUPLICATE,
                added.name(),
                "the source has a column of the name that the definition adds; leave the option"
                    + " out, or rename the column in a query"));
      }
    }
    if (export.format() instanceof Csv csv) {
      for (String message : CsvSupport.problems(ArrowSchema.of(columns), csv)) {
        problems.add(new Problem(ErrorCode.FORMAT_TYPE_UNSUPPORTED, "as", message));
      }
    }
    return problems;
  }

  private static Map<String, Iterable<String>> named(Export export) {
    Map<String, Iterable<String>> uses = new LinkedHashMap<>();
    uses.put(
        "quality.nullRatioAtMost",
        export.quality().nullRatioMax().keySet().stream().sorted().toList());
    uses.put("quality.unique", export.quality().unique());
    if (export.format() instanceof Parquet parquet) {
      uses.put("bloomFilter", parquet.bloomColumns());
    }
    return uses;
  }
}
