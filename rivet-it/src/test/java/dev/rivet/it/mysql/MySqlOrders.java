package dev.rivet.it.mysql;

import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.it.support.SourceTable;
import dev.rivet.it.support.SourceTable.Column;
import dev.rivet.it.support.SourceTable.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of orders on a MySQL server: 20 columns, one value in ten NULL, filled by the server itself. */
final class MySqlOrders {
  private static final List<Column> COLUMNS =
      List.of(
          plain("id"),
          plain("user_id"),
          plain("product"),
          plain("price"),
          plain("quantity"),
          plain("status"),
          plain("is_paid"),
          plain("discount"),
          plain("weight"),
          new Column("created_at", Kind.TIMESTAMP),
          new Column("updated_at", Kind.TIMESTAMP),
          plain("ship_date"),
          new Column("ship_time", Kind.TIME),
          new Column("reference", Kind.BINARY),
          plain("payload"),
          plain("note"),
          new Column("signature", Kind.BINARY),
          plain("total"),
          plain("big_ref"),
          plain("flags"));

  private MySqlOrders() {}

  private static Column plain(String name) {
    return new Column(name, Kind.PLAIN);
  }

  /** The table for readers of results. */
  static SourceTable table(String name) {
    return new SourceTable(name, COLUMNS);
  }

  /** Creates the table with keys 1 to {@code rows}. */
  static SourceTable create(TestServer server, String name, int rows) {
    server.execute(
        "DROP TABLE IF EXISTS " + name,
        "CREATE TABLE "
            + name
            + " (id bigint PRIMARY KEY, user_id int NOT NULL, product text, price decimal(10,2),"
            + " quantity smallint unsigned, status varchar(12) CHARACTER SET latin1, is_paid"
            + " tinyint(1), discount double, weight float, created_at timestamp(6) NULL, updated_at"
            + " datetime(6), ship_date date, ship_time time(6), reference binary(16), payload json,"
            + " note text, signature varbinary(32), total decimal(38,10), big_ref bigint unsigned,"
            + " flags bit(9))",
        "SET SESSION "
            + (server.isMariaDb() ? "max_recursive_iterations" : "cte_max_recursion_depth")
            + " = 10000000, sql_mode = ''",
        insert(name, 1, rows),
        "ANALYZE TABLE " + name);
    return table(name);
  }

  /** Adds rows. */
  static String insert(String name, int from, int to) {
    return "INSERT INTO "
        + name
        + " WITH RECURSIVE s AS (SELECT "
        + from
        + " AS g UNION ALL SELECT g + 1 FROM s WHERE g < "
        + to
        + ") SELECT g, g * 7919 % 1000"
        + nth(
            1, "CONCAT('item ', g, ELT(1 + g % 5, ', \"quoted\"', '\\n line', ' żółć', '', '😀'))")
        + nth(2, "(g * 31 % 100000000) / 100")
        + nth(3, "g % 65536")
        + nth(4, "ELT(1 + g % 5, 'new', 'payé', 'shipped', '', 'NULL')")
        + nth(5, "g % 3 = 0")
        + nth(6, "g % 1000 + 0.125")
        + nth(7, "g % 500 + 0.5")
        + nth(8, "TIMESTAMPADD(MICROSECOND, g * 61000001, '2025-03-30 00:00:00')")
        + nth(9, "TIMESTAMPADD(MICROSECOND, g * 60500000, '2025-03-30 01:30:00')")
        + nth(0, "DATE_ADD('1999-12-31', INTERVAL g % 20000 DAY)")
        + nth(1, "SEC_TO_TIME(g % 86000 + 0.25)")
        + nth(2, "UNHEX(MD5(g))")
        + nth(3, "JSON_OBJECT('id', g, 'tags', JSON_ARRAY('a', g % 7))")
        + nth(4, "REPEAT(MD5(g), g % 3)")
        + nth(5, "UNHEX(SHA2(g, 256))")
        + nth(6, "(g * 1000003 % 1000000000000) * 1000000000 / 1000000")
        + nth(7, "18446744073709551615 - CAST(g AS UNSIGNED)")
        + nth(8, "g % 512")
        + " FROM s";
  }

  private static String nth(int tenth, String value) {
    return ", IF(g % 10 <> " + tenth + ", " + value + ", NULL)";
  }

  /** The rows as they are now, each value as text, spelled by the server. */
  static List<List<String>> rows(TestServer server, String name) {
    String sql =
        COLUMNS.stream()
            .map(MySqlOrders::spelled)
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + name));
    List<List<String>> rows = new ArrayList<>();
    try (Connection connection = server.connectorJ().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      try (ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= COLUMNS.size(); i++) {
            String text = result.getString(i);
            row.add(text == null ? "∅" : text);
          }
          rows.add(row);
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String spelled(Column column) {
    String name = column.name();
    if (name.equals("is_paid")) {
      return "IF(is_paid, 'true', IF(is_paid IS NULL, NULL, 'false'))";
    }
    if (name.equals("flags")) {
      return "CAST(flags + 0 AS CHAR)";
    }
    if (name.equals("discount") || name.equals("weight")) {
      return "IF("
          + name
          + " = ROUND("
          + name
          + "), CONCAT("
          + name
          + ", '.0'), CAST("
          + name
          + " AS CHAR))";
    }
    return switch (column.kind()) {
      case PLAIN -> "CAST(" + name + " AS CHAR)";
      case TIMESTAMP -> "CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + name + ") AS CHAR)";
      case TIME -> "TIME_FORMAT(" + name + ", '%H:%i:%s.%f')";
      case BINARY -> "LOWER(HEX(" + name + "))";
    };
  }
}
