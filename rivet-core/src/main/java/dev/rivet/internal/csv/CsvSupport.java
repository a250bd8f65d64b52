package dev.rivet.internal.csv;

import dev.rivet.format.Csv;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** What can be written as CSV; asked at plan time, before any row is read. */
public final class CsvSupport {
  private CsvSupport() {}

  /** Every reason why these columns cannot be written with these options, one message per column; empty if they can. */
  public static List<String> problems(Schema schema, Csv csv) {
    if (schema.getFields().isEmpty()) {
      return List.of("CSV needs at least one column");
    }
    List<String> problems = new ArrayList<>();
    for (Field field : schema.getFields()) {
      String column = "column '" + field.getName() + "' ";
      if (isNested(field) && !csv.isListAsJson()) {
        problems.add(
            column
                + "is a "
                + (field.getType() instanceof ArrowType.Map ? "map" : "list")
                + ", which CSV cannot carry. Use Csv.listsAsJson() to write it as JSON text, or"
                + " Parquet.");
      } else if (ColumnTextEncoders.of(field, csv) == null) {
        problems.add(
            column
                + "has no CSV text: "
                + field.getType()
                + ". Give it another type, for example text.");
      }
    }
    return problems;
  }

  private static boolean isNested(Field field) {
    return field.getType() instanceof ArrowType.List || field.getType() instanceof ArrowType.Map;
  }
}
