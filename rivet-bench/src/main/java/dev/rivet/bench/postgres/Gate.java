package dev.rivet.bench.postgres;

import dev.rivet.Tuning;
import dev.rivet.dialect.postgres.Postgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Before any timing: every reader brings exactly what is there. Rows, values that are not NULL, and a checksum per column, computed
 * once by the server in SQL and once over each reader's batches. (arrow-jdbc cuts timestamps to milliseconds; it is held to that.)
 */
final class Gate {
  private Gate() {}

  static void check(DataSource source, String table) throws Exception {
    String expected = expected(source, table, 1);
    String cut = expected(source, table, 1_000);
    try (RootAllocator memory = new RootAllocator();
        Connection text = source.getConnection();
        Connection binary = source.getConnection()) {
      PostgresToArrow.forceBinary(binary);
      ColumnSums stock = new ColumnSums();
      long rows = ArrowJdbc.read(text, table, memory, stock);
      compare("arrow-jdbc", table, cut, rows, stock);
      ColumnSums forced = new ColumnSums();
      rows = ArrowJdbc.read(binary, table, memory, forced);
      compare("arrow-jdbc, binary", table, cut, rows, forced);
      Schema schema = rivet(Postgres.create(), source, table, Tuning.fast(), memory, expected);
      ColumnSums typed = new ColumnSums();
      rows = TypedGetters.read(text, table, schema, memory, typed);
      compare("typed getters", table, expected, rows, typed);
      Schema paged = rivet(Postgres.create(), source, table, Tuning.balanced(), memory, expected);
      Schema cursor = rivet(Postgres.withoutCopy(), source, table, Tuning.fast(), memory, expected);
      if (!paged.equals(schema) || !cursor.equals(schema)) {
        throw new IllegalStateException("three schemas of " + table);
      }
      System.out.println(
          "gate passed: "
              + table
              + ", "
              + rows
              + " rows, "
              + schema.getFields().size()
              + " columns, the same checksums from the server and six readers");
    }
  }

  private static Schema rivet(
      Postgres dialect,
      DataSource source,
      String table,
      Tuning tuning,
      RootAllocator memory,
      String expected)
      throws SQLException {
    try (RivetRead reader = new RivetRead(dialect, source, table, tuning)) {
      ColumnSums sums = new ColumnSums();
      long rows = reader.read(memory, sums);
      compare(dialect + " " + tuning.profile(), table, expected, rows, sums);
      return reader.schema();
    }
  }

  private static void compare(
      String reader, String table, String expected, long rows, ColumnSums sums) {
    if (!expected.equals(sums.toString()) || !expected.startsWith(rows + "\n")) {
      throw new IllegalStateException(
          table + " by " + reader + " is\n" + sums + "\ninstead of\n" + expected);
    }
  }

  private static String expected(DataSource source, String table, int micros) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> figures = new ArrayList<>();
      try (ResultSet r =
          statement.executeQuery(
              "select quote_ident(attname), atttypid::regtype::text from pg_attribute where"
                  + " attrelid = '"
                  + table
                  + "'::regclass and attnum > 0 and not attisdropped order by attnum")) {
        while (r.next()) {
          String column = r.getString(1);
          figures.add("count(" + column + ")");
          figures.add("sum(" + number(column, r.getString(2), micros) + ")");
        }
      }
      try (ResultSet r =
          statement.executeQuery(
              "select count(*), " + String.join(", ", figures) + " from " + table)) {
        r.next();
        StringBuilder out = new StringBuilder().append(r.getLong(1));
        for (int i = 0; i < figures.size(); i += 2) {
          append(out, r.getLong(i + 2), r.getBigDecimal(i + 3));
        }
        return out.toString();
      }
    }
  }

  static void append(StringBuilder out, long count, BigDecimal sum) {
    out.append('\n').append(count).append(' ').append(sum.stripTrailingZeros().toPlainString());
  }

  /** One exact number per value, see {@link ColumnSums}; times down to so many microseconds. */
  private static String number(String column, String type, int micros) {
    return switch (type) {
      case "bigint", "integer", "numeric" -> column + "::numeric";
      case "boolean" -> column + "::int::numeric";
      case "double precision" ->
          "('x' || encode(float8send(" + column + "), 'hex'))::bit(64)::bigint::numeric";
      case "timestamp without time zone", "timestamp with time zone" ->
          "floor(extract(epoch from " + column + ") * 1000000 / " + micros + ") * " + micros;
      case "date" -> "(" + column + " - date '1970-01-01')::numeric";
      case "text", "uuid", "jsonb" ->
          "('x' || substr(md5(" + column + "::text), 1, 16))::bit(64)::bigint::numeric";
      default -> throw new IllegalArgumentException(type);
    };
  }
}
