package dev.rivet.internal.parquet;

import dev.rivet.type.RivetType;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** DuckDB as a reader that knows nothing of our writer. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = 1");
    }
  }

  /** All rows of a query, values as text, NULL as {@code null}. */
  List<List<@Nullable String>> query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<List<@Nullable String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          Object value = result.getObject(c);
          row.add(value == null ? null : value.toString());
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Nullable String single(String sql) throws SQLException {
    return query(sql).get(0).get(0);
  }

  /** Number of rows that are in only one of the files, counted as often as they are. */
  long difference(Path a, Path b) throws SQLException {
    String left = "FROM read_parquet('" + a + "')";
    String right = "FROM read_parquet('" + b + "')";
    return Long.parseLong(
        query(
                "SELECT (SELECT count(*) FROM ("
                    + left
                    + " EXCEPT ALL "
                    + right
                    + ")) + (SELECT count(*) FROM ("
                    + right
                    + " EXCEPT ALL "
                    + left
                    + "))")
            .get(0)
            .get(0));
  }

  /** One column in the form of {@link TestValues#canonical}. */
  List<String> column(Path file, String name, RivetType type) throws SQLException {
    String column = '"' + name.replace("\"", "\"\"") + '"';
    String sql = "SELECT " + expression(type, column) + " FROM read_parquet('" + file + "')";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(canonical(type, result));
      }
      return values;
    }
  }

  private static String expression(RivetType type, String column) {
    if (type instanceof RivetType.ListOf list) {
      return "list_transform(" + column + ", lambda x: " + expression(list.element(), "x") + ")";
    }
    if (type instanceof RivetType.MapOf) {
      return "map_keys(" + column + "), map_values(" + column + ")";
    }
    if (type instanceof RivetType.Date) {
      return "CAST(" + column + " - DATE '1970-01-01' AS VARCHAR)";
    }
    if (type instanceof RivetType.Time) {
      return "CAST(epoch_ns(" + column + ") AS VARCHAR)";
    }
    if (type instanceof RivetType.Timestamp t) {
      String unit = t.unit() == RivetType.TimeUnit.NANOS ? "ns" : "us";
      return "CAST(epoch_" + unit + "(" + column + ") AS VARCHAR)";
    }
    return type instanceof RivetType.Binary
        ? "lower(hex(" + column + "))"
        : "CAST(" + column + " AS VARCHAR)";
  }

  private static String canonical(RivetType type, ResultSet result) throws SQLException {
    if (type instanceof RivetType.ListOf list) {
      Array array = result.getArray(1);
      if (array == null) {
        return "NULL";
      }
      StringJoiner text = new StringJoiner("|", "[", "]");
      for (Object element : (Object[]) array.getArray()) {
        text.add(scalar(list.element(), (String) element));
      }
      return text.toString();
    }
    if (type instanceof RivetType.MapOf) {
      Array keys = result.getArray(1);
      if (keys == null) {
        return "NULL";
      }
      Object[] values = (Object[]) result.getArray(2).getArray();
      StringJoiner text = new StringJoiner("|", "{", "}");
      int i = 0;
      for (Object key : (Object[]) keys.getArray()) {
        Object value = values[i++];
        text.add(key + "=" + (value == null ? "NULL" : value));
      }
      return text.toString();
    }
    return scalar(type, result.getString(1));
  }

  private static String scalar(RivetType type, @Nullable String text) {
    if (text == null) {
      return "NULL";
    }
    if (type instanceof RivetType.Float f) {
      String number = text.replace("nan", "NaN").replace("inf", "Infinity");
      return TestValues.canonical(
          type, f.bits() == 32 ? (Object) Float.valueOf(number) : (Object) Double.valueOf(number));
    }
    return text;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
