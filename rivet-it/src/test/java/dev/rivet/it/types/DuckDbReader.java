package dev.rivet.it.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Files as DuckDB reads them. */
final class DuckDbReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DuckDbReader() {}

  /** Rows of a Parquet file, each value in the spelling of {@link TypeTable}. */
  static List<List<String>> parquet(Path file) throws SQLException {
    String source = "read_parquet('" + file + "')";
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:")) {
      List<String> names = new ArrayList<>();
      List<String> types = new ArrayList<>();
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (r.next()) {
          names.add('"' + r.getString(1).replace("\"", "\"\"") + '"');
          types.add(r.getString(2));
        }
      }
      List<String> selected = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        selected.add(expression(names.get(i), types.get(i)));
      }
      List<List<String>> rows = new ArrayList<>();
      try (Statement s = c.createStatement();
          ResultSet r =
              s.executeQuery("SELECT " + String.join(", ", selected) + " FROM " + source)) {
        while (r.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 0; i < names.size(); i++) {
            row.add(text(types.get(i), r.getString(i + 1)));
          }
          rows.add(row);
        }
      }
      return rows;
    }
  }

  private static String expression(String column, String type) {
    if (type.endsWith("[]")) {
      String element = type.substring(0, type.length() - 2);
      return "to_json(list_transform("
          + column
          + ", lambda x : "
          + expression("x", element)
          + "))::VARCHAR";
    }
    if (type.startsWith("MAP")) {
      return "to_json(map_entries(" + column + "))::VARCHAR";
    }
    return switch (type) {
      case "BLOB" -> "lower(hex(" + column + "))";
      case "DATE" -> "(" + column + " - DATE '1970-01-01')::VARCHAR";
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> "epoch_us(" + column + ")::VARCHAR";
      case "TIME" -> "epoch_us(" + column + ")::VARCHAR";
      default -> column + "::VARCHAR";
    };
  }

  private static String text(String type, String value) {
    if (value == null) {
      return "NULL";
    }
    if (type.endsWith("[]") || type.startsWith("MAP")) {
      return nested(type, value);
    }
    return switch (type) {
      case "DATE" -> Texts.date(Long.parseLong(value));
      case "TIME" -> Texts.time(Long.parseLong(value));
      case "TIMESTAMP" -> Texts.timestamp(Long.parseLong(value));
      case "TIMESTAMP WITH TIME ZONE" -> Texts.timestamp(Long.parseLong(value)) + "Z";
      case "FLOAT" -> Float.toString(Float.parseFloat(special(value)));
      case "DOUBLE" -> Double.toString(Double.parseDouble(special(value)));
      default -> type.startsWith("DECIMAL") ? value.replaceFirst("^(-?)\\.", "$10.") : value;
    };
  }

  private static String special(String value) {
    return value.replace("nan", "NaN").replace("inf", "Infinity");
  }

  private static String nested(String type, String value) {
    JsonNode array;
    try {
      array = JSON.readTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value, e);
    }
    if (type.startsWith("MAP")) {
      TreeSet<String> entries = new TreeSet<>();
      array.forEach(
          e -> {
            JsonNode v = e.path("value");
            entries.add(e.path("key").asText() + "=" + (v.isNull() ? "NULL" : v.asText()));
          });
      return "{" + String.join(",", entries) + "}";
    }
    List<String> elements = new ArrayList<>();
    String element = type.substring(0, type.length() - 2);
    array.forEach(e -> elements.add(text(element, e.isNull() ? null : e.asText())));
    return "[" + String.join(",", elements) + "]";
  }

  /** Cells of a CSV file as text; NULL for an unquoted empty cell. */
  static List<List<String>> csv(Path file, int columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      names.add("'c" + i + "': 'VARCHAR'");
    }
    String sql =
        "SELECT * FROM read_csv('"
            + file
            + "', header = true, nullstr = '', allow_quoted_nulls = false, quote = '\"', escape ="
            + " '\"', delim = ',', auto_detect = false, max_line_size = 10000000, columns = {"
            + String.join(", ", names)
            + "})";
    List<List<String>> rows = new ArrayList<>();
    try (Connection c = DriverManager.getConnection("jdbc:duckdb:");
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String value = r.getString(i);
          row.add(value == null ? "∅" : value);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
