package dev.rivet.examples.shop;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * One sum and one count per column, from PostgreSQL and, by DuckDB, from exported files. Numbers and times are added up as they are;
 * of everything else the first 32 bits of the MD5 of its text. Nothing of Rivet is involved, and whatever the files hold that the
 * source does not, or the other way round, changes a sum. Immutable.
 *
 * @param lines one line per column: name, values that are not NULL, sum
 */
public record Sums(List<String> lines) {
  /** A column and how each side turns it into a number. */
  private record Column(String name, String inPostgres, String inDuckDb) {
    static Column number(String name) {
      return new Column(name, name + "::numeric", name);
    }

    static Column instant(String name) {
      return new Column(
          name, "(extract(epoch FROM " + name + ") * 1000000)::numeric", "epoch_us(" + name + ")");
    }

    static Column text(String name) {
      return text(name, name + "::text", name + "::VARCHAR");
    }

    static Column text(String name, String inPostgres, String inDuckDb) {
      return new Column(
          name,
          "('x' || substr(md5(" + inPostgres + "), 1, 8))::bit(32)::bigint",
          "('0x' || substr(md5(" + inDuckDb + "), 1, 8))::BIGINT");
    }
  }

  private static final List<Column> ORDERS =
      List.of(
          Column.number("id"),
          Column.number("user_id"),
          Column.text("product"),
          Column.number("price"),
          Column.number("quantity"),
          Column.text("status"),
          Column.text("is_paid"),
          new Column("discount", "(discount * 8)::numeric", "(discount * 8)::BIGINT"),
          new Column("weight", "(weight * 2)::numeric", "(weight * 2)::BIGINT"),
          Column.instant("created_at"),
          Column.instant("updated_at"),
          Column.text("ship_date"),
          Column.text(
              "ship_time",
              "to_char(ship_time, 'HH24:MI:SS.US')",
              "strftime(DATE '2000-01-01' + ship_time, '%H:%M:%S.%f')"),
          Column.text("reference"),
          Column.text("payload"),
          Column.text("note"),
          Column.text("signature", "encode(signature, 'hex')", "lower(hex(signature))"),
          Column.number("total"),
          Column.text("tags", "array_to_string(tags, ',')", "array_to_string(tags, ',')"),
          Column.number("big_ref"));

  /** Copies the list. */
  public Sums {
    lines = List.copyOf(lines);
  }

  /** Of the table {@code orders} as it is now. */
  public static Sums ofSource(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      return read(statement, ORDERS.stream().map(Column::inPostgres).toList(), "orders");
    }
  }

  /** Of the parts that the manifest in a directory calls committed, read by DuckDB. */
  public static Sums ofFiles(Path directory) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      List<Path> parts = CommittedParts.list(connection, directory);
      String files =
          parts.stream()
              .map(p -> "'" + p.toString().replace("'", "''") + "'")
              .collect(Collectors.joining(", ", "read_parquet([", "])"));
      return read(statement, ORDERS.stream().map(Column::inDuckDb).toList(), files);
    }
  }

  private static Sums read(Statement statement, List<String> values, String from)
      throws SQLException {
    String sql =
        values.stream()
            .map(v -> "count(" + v + "), sum(" + v + ")")
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < ORDERS.size(); i++) {
        String sum = row.getString(2 * i + 2);
        lines.add(
            String.format(
                Locale.ROOT,
                "%-12s %,12d values  sum %s",
                ORDERS.get(i).name(),
                row.getLong(2 * i + 1),
                sum == null ? "-" : new BigDecimal(sum).stripTrailingZeros().toPlainString()));
      }
      return new Sums(lines);
    }
  }

  /** One line per column. */
  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
