package dev.rivet.examples.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A real PostgreSQL that was unpacked and started for this process, with the tables of the walkthrough: {@code orders} (20 columns,
 * one value in ten NULL), {@code events}, {@code orders_coalesce} ({@code updated_at} may be NULL) and {@code orders_sparse} (keys
 * far apart). Filled by the server itself, so that its content depends on nothing but the number of rows. Thread-safe.
 */
public final class Shop implements AutoCloseable {
  /** Keys left free in the third quarter of {@code orders}, for rows that come later. */
  public static final int FREE_KEYS = 10;

  private final EmbeddedPostgres server;

  private Shop(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts the server; needs a second or two, and a few more the first time on a machine. */
  public static Shop start() throws IOException {
    return new Shop(
        EmbeddedPostgres.builder()
            .setServerConfig("jit", "off")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("fsync", "off") // it is thrown away afterwards
            .start());
  }

  /** Hands out connections without a pool. */
  public DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  /** URL with user, without password. */
  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Creates and fills all four tables. */
  public Shop fill(long rows) throws SQLException {
    createOrders(rows);
    execute(
        "CREATE TABLE events (id bigint PRIMARY KEY, user_id integer, kind text NOT NULL,"
            + " happened_at timestamptz NOT NULL)",
        "INSERT INTO events SELECT g, CASE WHEN g % 10 > 0 THEN (g % 5000)::int END,"
            + " (ARRAY['view','click','buy'])[1 + g % 3], timestamptz '2026-01-01 00:00:00+00' + g"
            + " * interval '1 second' FROM generate_series(1::bigint, "
            + rows / 4
            + ") g",
        "CREATE TABLE orders_coalesce (id bigint PRIMARY KEY, product text, price numeric(10,2),"
            + " updated_at timestamptz, created_at timestamptz NOT NULL)",
        "INSERT INTO orders_coalesce SELECT g, 'item ' || g, (g % 10000)::numeric / 100,"
            + " CASE WHEN g % 3 > 0 THEN timestamptz '2026-02-01 00:00:00+00' + g * interval '1"
            + " minute' END, timestamptz '2026-01-01 00:00:00+00' + g * interval '1 minute' FROM"
            + " generate_series(1::bigint, "
            + rows / 10
            + ") g",
        "CREATE TABLE orders_sparse (id bigint PRIMARY KEY, product text, price numeric(10,2))",
        "INSERT INTO orders_sparse SELECT g * 1000003, 'item ' || g, (g % 10000)::numeric / 100"
            + " FROM generate_series(1::bigint, "
            + rows / 10
            + ") g",
        "VACUUM ANALYZE");
    return this;
  }

  private void createOrders(long rows) throws SQLException {
    long free = freeKey(rows);
    execute(
        """
        CREATE TABLE orders (
          id bigint PRIMARY KEY, user_id integer NOT NULL, product text, price numeric, quantity smallint,
          status varchar(12), is_paid boolean, discount double precision, weight real,
          created_at timestamptz NOT NULL, updated_at timestamp, ship_date date, ship_time time, reference uuid,
          payload jsonb, note text, signature bytea, total numeric(20,6), tags text[], big_ref bigint)\
        """,
        insertOrders(
            "generate_series(1::bigint, "
                + (rows + FREE_KEYS)
                + "::bigint) g WHERE g NOT BETWEEN "
                + free
                + " AND "
                + (free + FREE_KEYS - 1)));
  }

  /** The first of the free keys. */
  public static long freeKey(long rows) {
    return rows / 4 * 3;
  }

  /** Inserts orders whose keys come from an SQL source of {@code g}. */
  public static String insertOrders(String keys) {
    return "INSERT INTO orders SELECT g, (g * 7919) % 1000"
        + nth(1, "'item ' || g || CASE g % 3 WHEN 0 THEN ', \"żółć\"' ELSE '' END")
        + nth(2, "((g * 31) % 100000000)::numeric / 100")
        + nth(3, "(g % 30000)::smallint")
        + nth(4, "(ARRAY['new','paid','shipped','','NULL'])[1 + g % 5]")
        + nth(5, "g % 3 = 0")
        + nth(6, "(g % 1000) + 0.125::float8")
        + nth(7, "((g % 500) + 0.5)::real")
        + ", timestamptz '2025-03-30 00:00:00+00' + g * interval '1 second 1 microsecond'"
        + nth(9, "timestamp '2025-03-30 01:30:00' + g * interval '1.5 second'")
        + nth(0, "date '1999-12-31' + (g % 20000)::int")
        + nth(1, "time '00:00:00.25' + (g % 86000) * interval '1 second'")
        + nth(2, "md5(g::text)::uuid")
        + nth(3, "jsonb_build_object('id', g, 'tags', jsonb_build_array('a', g % 7))")
        + nth(4, "repeat('note ' || g || ' ', (g % 3)::int)")
        + nth(5, "decode(md5(g::text), 'hex')")
        + nth(6, "((g * 1000003) % 1000000000000)::numeric / 1000000")
        + nth(7, "ARRAY['t' || g % 5, 'u' || g % 11]")
        + nth(8, "g * 9223372036")
        + " FROM "
        + keys;
  }

  private static String nth(int tenth, String value) {
    return ", CASE WHEN g % 10 <> " + tenth + " THEN " + value + " END";
  }

  /** Runs statements, each in its own transaction. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** One number. */
  public long number(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
