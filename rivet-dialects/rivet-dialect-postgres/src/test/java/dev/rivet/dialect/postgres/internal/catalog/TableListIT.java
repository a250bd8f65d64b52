package dev.rivet.dialect.postgres.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogTable;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalog queries against a real server (DI4, DI5). */
class TableListIT {
  private static EmbeddedPostgres server;
  private static Connection connection;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.start();
    connection = server.getPostgresDatabase().getConnection();
    execute(
        "CREATE DOMAIN price AS numeric",
        "CREATE DOMAIN quantity AS integer NOT NULL",
        "CREATE SCHEMA \"odd.schema\"",
        "CREATE TABLE orders (id bigint PRIMARY KEY, note text, at timestamptz NOT NULL, upd date,"
            + " p price, p2 numeric, p3 numeric(10,2), n quantity)",
        "ALTER TABLE orders DROP COLUMN note",
        "CREATE INDEX ON orders (at, id)",
        "CREATE INDEX ON orders (upd) WHERE upd IS NOT NULL",
        "CREATE INDEX ON orders USING hash (n)",
        "INSERT INTO orders SELECT i, now(), NULL, 1, 1, 1, 1 FROM generate_series(1, 5000) i",
        "CREATE VIEW v AS SELECT id, at FROM orders",
        "CREATE MATERIALIZED VIEW mv AS SELECT id FROM orders",
        "CREATE TABLE pairs (a smallint, b int, PRIMARY KEY (a, b))",
        "CREATE TABLE log (id bigint, day date NOT NULL) PARTITION BY RANGE (day)",
        "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"
            + " PARTITION BY RANGE (id)",
        "CREATE TABLE log_2a PARTITION OF log_2 FOR VALUES FROM (0) TO (100)",
        "INSERT INTO log SELECT i % 100, date '2026-01-01' + i % 50 FROM generate_series(1, 3000)"
            + " i",
        "CREATE TABLE \"odd.schema\".\"Odd\"\"Name\" (\"X y\" int)",
        "CREATE TABLE fresh (id int)",
        "INSERT INTO fresh SELECT generate_series(1, 1000)",
        "ANALYZE orders, mv, log_1, log_2a",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER a BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()",
        "CREATE TRIGGER a AFTER UPDATE ON pairs FOR EACH ROW EXECUTE FUNCTION touch()",
        "CREATE TRIGGER b BEFORE UPDATE ON pairs FOR EACH STATEMENT EXECUTE FUNCTION touch()",
        "CREATE TRIGGER a BEFORE UPDATE ON fresh FOR EACH ROW EXECUTE FUNCTION touch()",
        "ALTER TABLE fresh DISABLE TRIGGER a",
        "CREATE ROLE reader",
        "GRANT SELECT (id) ON orders TO reader");
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    connection.close();
    server.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static CatalogTable table(String name) throws SQLException {
    return TableList.read(connection, "public").stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsRelationsButNoPartitionsAndNothingOfTheServer() throws SQLException {
    assertThat(TableList.read(connection, TableList.ALL))
        .extracting(t -> t.schema() + "|" + t.name() + "|" + t.kind())
        .containsExactly(
            "odd.schema|Odd\"Name|table",
            "public|fresh|table",
            "public|log|partitioned table",
            "public|mv|materialized view",
            "public|orders|table",
            "public|pairs|table",
            "public|v|view");
    assertThat(TableList.read(connection, "odd.schema")).hasSize(1);
    assertThat(TableList.read(connection, "nowhere")).isEmpty();
  }

  @Test
  void columnsCarryWhatScoringNeeds() throws SQLException {
    assertThat(table("orders").columns())
        .extracting(TableListIT::line)
        .containsExactly(
            "id bigint INTEGER pk idx",
            "at timestamp with time zone TIMESTAMP idx",
            "upd date TIMESTAMP null",
            "p price UNBOUNDED_DECIMAL null",
            "p2 numeric UNBOUNDED_DECIMAL null",
            "p3 numeric(10,2) OTHER null",
            "n quantity INTEGER");
    assertThat(table("pairs").columns())
        .extracting(TableListIT::line)
        .containsExactly("a smallint INTEGER idx", "b integer INTEGER");
    assertThat(table("pairs").hasPrimaryKey()).isTrue();
    assertThat(table("log").hasPrimaryKey()).isFalse();
  }

  @Test
  void onlyRowTriggersBeforeUpdatesCanMaintainAColumn() throws SQLException {
    assertThat(TableList.read(connection, "public"))
        .filteredOn(CatalogTable::hasUpdateTrigger)
        .extracting(CatalogTable::name)
        .containsExactly("orders");
  }

  private static String line(CatalogColumn c) {
    return c.name()
        + " "
        + c.nativeType()
        + " "
        + c.family()
        + (c.isNullable() ? " null" : "")
        + (c.isPrimaryKey() ? " pk" : "")
        + (c.isIndexed() ? " idx" : "");
  }

  @Test
  void estimatesComeFromStatisticsAndSizes() throws SQLException {
    assertThat(table("orders").rowEstimate()).hasValue(5000);
    assertThat(table("orders").totalBytes().orElse(0)).isGreaterThan(100_000);
    assertThat(table("log").rowEstimate()).hasValue(3000);
    assertThat(table("pairs").rowEstimate()).hasValue(0);
    assertThat(table("fresh").rowEstimate()).isEqualTo(OptionalLong.empty());
    assertThat(table("v").rowEstimate()).isEmpty();
    assertThat(table("v").totalBytes()).isEmpty();
  }

  @Test
  void columnsWithoutPrivilegeAreInvisible() throws SQLException {
    execute("SET ROLE reader");
    try {
      List<CatalogTable> seen = TableList.read(connection, "public");
      assertThat(seen)
          .filteredOn(t -> t.name().equals("orders"))
          .flatExtracting(CatalogTable::columns)
          .extracting(CatalogColumn::name)
          .containsExactly("id");
      assertThat(seen)
          .filteredOn(t -> t.name().equals("pairs"))
          .flatExtracting(CatalogTable::columns)
          .isEmpty();
    } finally {
      execute("RESET ROLE");
    }
  }

  @Test
  void noTableIsScanned() throws SQLException {
    long before = scans();
    for (int i = 0; i < 3; i++) {
      assertThat(TableList.read(connection, TableList.ALL)).isNotEmpty();
    }
    assertThat(scans()).isEqualTo(before);
  }

  private static long scans() throws SQLException {
    execute("SELECT pg_stat_force_next_flush()");
    try (Statement s = connection.createStatement();
        var rows =
            s.executeQuery(
                "SELECT sum(seq_scan + coalesce(idx_scan, 0))::int8 FROM pg_stat_user_tables")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
