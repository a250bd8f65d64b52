package dev.rivet.it.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of the walkthrough, filled by the server itself so that its content depends on the number of rows only. Knows how to
 * read its rows as text, in a spelling that {@link Results} gives the exported values too.
 *
 * @param name the table
 * @param columns its columns in order
 */
public record SourceTable(String name, List<Column> columns) {
  /** How a type is spelled for a comparison. */
  public enum Kind {
    /** Numbers, booleans, dates, uuids, text: what both databases print for it. */
    PLAIN("%s::text", "%s::VARCHAR", "%s"),
    /** Instants and local timestamps, as microseconds since 1970. */
    TIMESTAMP(
        "(extract(epoch FROM %s) * 1000000)::bigint::text",
        "epoch_us(%s)::VARCHAR", "epoch_us(%s::TIMESTAMP)::VARCHAR"),
    /** Time of day. */
    TIME(
        "to_char(%s, 'HH24:MI:SS.US')",
        "strftime(DATE '2000-01-01' + %s, '%%H:%%M:%%S.%%f')",
        "strftime(DATE '2000-01-01' + %s::TIME, '%%H:%%M:%%S.%%f')"),
    /** Bytes as hex. */
    BINARY("encode(%s, 'hex')", "lower(hex(%s))", "lower(%s)");

    private final String inPostgres;
    private final String inParquet;
    private final String inCsv;

    Kind(String inPostgres, String inParquet, String inCsv) {
      this.inPostgres = inPostgres;
      this.inParquet = inParquet;
      this.inCsv = inCsv;
    }

    String inPostgres(String column) {
      return String.format(inPostgres, quoted(column));
    }

    String inParquet(String column) {
      return String.format(inParquet, quoted(column));
    }

    String inCsv(String column) {
      return String.format(inCsv, quoted(column));
    }
  }

  /**
   * A column.
   *
   * @param name its name
   * @param kind how it is compared
   */
  public record Column(String name, Kind kind) {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static Column plain(String name) {
    return new Column(name, Kind.PLAIN);
  }

  /** Columns that print the same everywhere. */
  public static List<Column> plain(String... names) {
    return List.of(names).stream().map(SourceTable::plain).toList();
  }

  /** A table that a test made itself. */
  public static SourceTable of(String name, String... plainColumns) {
    return new SourceTable(name, plain(plainColumns));
  }

  /** 20 columns, one value in ten NULL, keys 1 to {@code rows} without gaps. */
  public static SourceTable orders(Postgres db, long rows) {
    db.execute(
        """
        CREATE TABLE orders (
          id bigint PRIMARY KEY, user_id integer NOT NULL, product text, price numeric(10,2), quantity smallint,
          status varchar(12), is_paid boolean, discount double precision, weight real, created_at timestamptz,
          updated_at timestamp, ship_date date, ship_time time, reference uuid, payload jsonb, note text,
          signature bytea, total numeric(20,6), item_count integer, big_ref bigint)\
        """,
        insertOrders("1", Long.toString(rows)),
        "ANALYZE orders");
    return ORDERS;
  }

  /** Adds rows {@code from} to {@code to} to {@link #orders}. */
  public static String insertOrders(String from, String to) {
    return "INSERT INTO orders SELECT g, (g * 7919) % 1000"
        + nth(
            1,
            "'item ' || g || CASE g % 5 WHEN 0 THEN ', \"quoted\"' WHEN 1 THEN E'\\n"
                + "line' WHEN 2 THEN ' żółć' ELSE '' END")
        + nth(2, "((g * 31) % 100000000)::numeric / 100")
        + nth(3, "(g % 30000)::smallint")
        + nth(4, "(ARRAY['new','paid','shipped','', 'NULL'])[1 + g % 5]")
        + nth(5, "g % 3 = 0")
        + nth(6, "(g % 1000) + 0.125::float8")
        + nth(7, "((g % 500) + 0.5)::real")
        + nth(
            8,
            "timestamptz '2025-03-30 00:00:00+00' + g * interval '1 minute 1 second 1 microsecond'")
        + nth(9, "timestamp '2025-03-30 01:30:00' + g * interval '1 minute 0.5 second'")
        + nth(0, "date '1999-12-31' + (g % 20000)::int")
        + nth(1, "time '00:00:00.25' + (g % 86000) * interval '1 second'")
        + nth(2, "md5(g::text)::uuid")
        + nth(
            3,
            "jsonb_build_object('id', g, 'tags', jsonb_build_array('a', g % 7), 'text', 'x' || g)")
        + nth(4, "repeat(md5(g::text), (g % 3)::int)")
        + nth(5, "decode(md5(g::text), 'hex')")
        + nth(6, "((g * 1000003) % 1000000000000)::numeric / 1000000")
        + nth(7, "(g % 12)::int")
        + nth(8, "g * 9223372036")
        + " FROM generate_series("
        + from
        + "::bigint, "
        + to
        + "::bigint) g";
  }

  private static String nth(int tenth, String value) {
    return ", CASE WHEN g % 10 <> " + tenth + " THEN " + value + " END";
  }

  private static final SourceTable ORDERS =
      new SourceTable(
          "orders",
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
              plain("reference"),
              plain("payload"),
              plain("note"),
              new Column("signature", Kind.BINARY),
              plain("total"),
              plain("item_count"),
              plain("big_ref")));

  /** Append-only facts, keys 1 to {@code rows}. */
  public static SourceTable events(Postgres db, long rows) {
    db.execute(
        "CREATE TABLE events (id bigint PRIMARY KEY, user_id integer, kind text NOT NULL,"
            + " happened_at timestamptz NOT NULL)",
        "INSERT INTO events SELECT g, CASE WHEN g % 10 > 0 THEN (g % 5000)::int END,"
            + " (ARRAY['view','click','buy'])[1 + g % 3], timestamptz '2026-01-01 00:00:00+00' + g"
            + " * interval '1 second' FROM generate_series(1, "
            + rows
            + ") g",
        "ANALYZE events");
    return new SourceTable(
        "events",
        List.of(
            plain("id"),
            plain("user_id"),
            plain("kind"),
            new Column("happened_at", Kind.TIMESTAMP)));
  }

  /** {@code updated_at} is NULL in every third row. */
  public static SourceTable ordersCoalesce(Postgres db, long rows) {
    db.execute(
        "CREATE TABLE orders_coalesce (id bigint PRIMARY KEY, product text, price numeric(10,2),"
            + " updated_at timestamp, created_at timestamp NOT NULL)",
        "INSERT INTO orders_coalesce SELECT g, 'item ' || g, (g % 10000)::numeric / 100,"
            + " CASE WHEN g % 3 > 0 THEN timestamp '2026-02-01' + g * interval '1 minute' END,"
            + " timestamp '2026-01-01' + g * interval '1 minute' FROM generate_series(1, "
            + rows
            + ") g",
        "ANALYZE orders_coalesce");
    return new SourceTable(
        "orders_coalesce",
        List.of(
            plain("id"),
            plain("product"),
            plain("price"),
            new Column("updated_at", Kind.TIMESTAMP),
            new Column("created_at", Kind.TIMESTAMP)));
  }

  /** Keys far apart: {@code id = n * 1000003}. */
  public static SourceTable ordersSparse(Postgres db, long rows) {
    db.execute(
        "CREATE TABLE orders_sparse (id bigint PRIMARY KEY, product text, price numeric(10,2))",
        "INSERT INTO orders_sparse SELECT g * 1000003, 'item ' || g, (g % 10000)::numeric / 100"
            + " FROM generate_series(1, "
            + rows
            + ") g",
        "ANALYZE orders_sparse");
    return new SourceTable("orders_sparse", plain("id", "product", "price"));
  }

  /** The rows as they are now, each value as text. */
  public List<List<String>> rows(Postgres db) {
    return rows(db, "TRUE");
  }

  /** The rows that match, each value as text. */
  public List<List<String>> rows(Postgres db, String condition) {
    String sql =
        columns.stream()
                .map(c -> c.kind().inPostgres(c.name()))
                .collect(Collectors.joining(", ", "SELECT ", ""))
            + " FROM "
            + name
            + " WHERE "
            + condition;
    try (Connection c = db.connect();
        Statement s = c.createStatement()) {
      return texts(s, sql, columns.size());
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static List<List<String>> texts(Statement statement, String sql, int columns)
      throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet r = statement.executeQuery(sql)) {
      while (r.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          String text = r.getString(i);
          row.add(text == null ? "∅" : text);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
