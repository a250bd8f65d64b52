package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.error.ErrorCode;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/** A borrowed connection goes back exactly as it came, whatever happened in between. */
class SessionIT {
  private static final String ROWS = "SELECT g AS id FROM generate_series(1, 3000000) g";

  /** Something to do with a session. */
  interface Use {
    void with(SourceSession session) throws Exception;
  }

  private static Use named(String name, Use use) {
    return new Use() {
      @Override
      public void with(SourceSession session) throws Exception {
        use.with(session);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static SourceRelation query(SourceSession session, String sql) throws SQLException {
    return session.resolve(Rows.query(sql), TypeRules.standard());
  }

  private static void readSome(SourceRelation relation, Runnable then) throws SQLException {
    try (BufferAllocator allocator = new RootAllocator();
        BatchReader reader =
            relation.read(new SliceBounds.Whole(), Rows.options(100, Duration.ZERO), allocator)) {
      assertThat(reader.next()).isTrue();
      then.run();
      while (reader.next()) {
        // until it fails
      }
    }
  }

  static Stream<Use> uses() {
    return Stream.of(
        named("nothing", session -> {}),
        named("identity", SourceSession::identity),
        named(
            "success",
            session ->
                Rows.of(query(session, "SELECT 1 AS a"), new SliceBounds.Whole(), Rows.OPTIONS)),
        named(
            "refused definition",
            session -> assertThat(query(session, "SELECT nope").problems()).hasSize(1)),
        named(
            "error of the server",
            session ->
                assertThatThrownBy(
                        () ->
                            Rows.of(
                                query(
                                    session,
                                    "SELECT 1 / (5 - g) AS a FROM generate_series(1, 9) g"),
                                new SliceBounds.Whole(),
                                Rows.OPTIONS))
                    .isInstanceOf(SQLException.class)),
        named(
            "refused value",
            session ->
                assertThatThrownBy(
                        () ->
                            Rows.of(
                                query(session, "SELECT 'infinity'::date AS a"),
                                new SliceBounds.Whole(),
                                Rows.OPTIONS))
                    .hasMessageContaining("infinite")),
        named(
            "closed half-way",
            session -> {
              try (BufferAllocator allocator = new RootAllocator();
                  BatchReader reader =
                      query(session, ROWS)
                          .read(
                              new SliceBounds.Whole(),
                              Rows.options(100, Duration.ZERO),
                              allocator)) {
                assertThat(reader.next()).isTrue();
              }
            }),
        named(
            "cancelled half-way",
            session ->
                assertThatThrownBy(() -> readSome(query(session, ROWS), session::cancel))
                    .matches(e -> Postgres.create().classify(e).code() == ErrorCode.CANCELLED)),
        named(
            "session closed before the reader",
            session -> {
              try (BufferAllocator allocator = new RootAllocator()) {
                BatchReader reader =
                    query(session, ROWS)
                        .read(new SliceBounds.Whole(), Rows.options(100, Duration.ZERO), allocator);
                assertThat(reader.next()).isTrue();
                reader.close();
                session.close();
              }
            }),
        named("shared snapshot", SourceSession::exportSnapshot),
        named(
            "snapshot that is gone",
            session ->
                assertThatThrownBy(() -> session.joinSnapshot("00000003-0000001B-1"))
                    .isInstanceOf(SQLException.class)));
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      for (boolean autoCommit : new boolean[] {true, false}) {
        uses().forEach(use -> all.add(Arguments.of(use, dialect, autoCommit)));
      }
    }
    return all.stream();
  }

  private static HikariDataSource pool(boolean autoCommit) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(TestServer.dataSource());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(autoCommit);
    config.setConnectionTimeout(2000);
    config.setIsolateInternalQueries(true);
    config.setConnectionInitSql(
        "SET application_name = 'the application'; SET statement_timeout = 123456; SET lock_timeout"
            + " = 7654; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'ISO, DMY'; SET IntervalStyle"
            + " = postgres_verbose; SET extra_float_digits = 0; SET bytea_output = escape; SET"
            + " xmloption = document; SET default_transaction_isolation = serializable; SET"
            + " search_path = pg_catalog, public; SET jit = on");
    return new HikariDataSource(config);
  }

  private static Map<String, String> state(DataSource source) throws SQLException {
    Map<String, String> state = new TreeMap<>();
    try (Connection connection = source.getConnection()) {
      state.put("tx", connection.unwrap(BaseConnection.class).getTransactionState().name());
      state.put("autocommit", String.valueOf(connection.getAutoCommit()));
      state.put("readonly", String.valueOf(connection.isReadOnly()));
      state.put("holdability", String.valueOf(connection.getHoldability()));
      state.put("network timeout", String.valueOf(connection.getNetworkTimeout()));
      state.put(
          "prepare threshold",
          String.valueOf(connection.unwrap(PGConnection.class).getPrepareThreshold()));
      add(state, connection, "SELECT name, setting FROM pg_settings");
      add(state, connection, "SELECT 'pid', pg_backend_pid()");
      add(state, connection, "SELECT 'isolation', current_setting('transaction_isolation')");
      add(state, connection, "SELECT 'cursors', count(*) FROM pg_cursors WHERE is_holdable");
      // The pool's own COMMIT and ROLLBACK; and that of a binary cursor, which the driver closes
      // when the garbage collector has found it.
      add(
          state,
          connection,
          "SELECT 'prepared', count(*) FROM pg_prepared_statements WHERE statement NOT IN"
              + " ('COMMIT', 'ROLLBACK') AND statement NOT LIKE '%send(_rivet.%'");
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    }
    return state;
  }

  private static void add(Map<String, String> state, Connection connection, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        state.put(rows.getString(1), rows.getString(2));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void connectionComesBackAsItWas(Use use, Postgres dialect, boolean autoCommit) throws Exception {
    try (HikariDataSource pool = pool(autoCommit)) {
      Map<String, String> before = state(pool);
      assertThat(before)
          .containsEntry("TimeZone", "Asia/Tokyo")
          .containsEntry("application_name", "the application");
      try (SourceSession session = dialect.open(pool, Rows.settings())) {
        use.with(session);
      }
      Map<String, String> after = state(pool);
      assertThat(after).hasSameSizeAs(before);
      after.entrySet().removeAll(before.entrySet());
      assertThat(after).as("changed").isEmpty();
      assertThat(Rows.of(rows(dialect, pool)).rows()).hasSize(1);
    }
  }

  /** What a session reads does not depend on how the pool sets up its connections. */
  private static Rows.Source rows(Postgres dialect, DataSource pool) {
    return new Rows.Source(
        dialect,
        pool,
        "SELECT '1 day'::interval AS a, '2024-02-03'::date::text AS b, 0.1::float8::text AS c,"
            + " '2024-07-01 12:00:00Z'::timestamptz::text AS d, '\\x00'::bytea::text AS e");
  }

  @Test
  void serversSettingsDoNotChangeWhatIsRead() throws SQLException {
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      try (HikariDataSource pool = pool(false)) {
        assertThat(Rows.of(rows(dialect, pool)).rows())
            .containsExactly(
                List.of("P1D", "2024-02-03", "0.1", "2024-07-01 12:00:00+00", "\\x00"));
      }
    }
  }

  @Test
  void inTheMiddleTheServerSeesOurSettings() throws SQLException {
    try (SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings())) {
      Rows rows =
          Rows.of(
              query(
                  session,
                  "SELECT current_setting('transaction_read_only') AS a,"
                      + " current_setting('transaction_isolation') AS b,"
                      + " current_setting('statement_timeout') AS c,"
                      + " current_setting('lock_timeout') AS d,"
                      + " current_setting('TimeZone') AS e,"
                      + " current_setting('application_name') AS f"),
              new SliceBounds.Whole(),
              Rows.OPTIONS);
      assertThat(rows.rows())
          .containsExactly(List.of("on", "repeatable read", "1min", "5s", "UTC", "rivet test"));
    }
  }

  @Test
  void connectionInTheMiddleOfSomethingIsRefused() throws SQLException {
    try (Connection connection = TestServer.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE never_made (v int)");
      }
      Throwable e =
          catchThrowable(
              () -> Postgres.create().open(TestSources.lending(connection), Rows.settings()));
      assertThat(e).isInstanceOf(SQLException.class).hasMessageContaining("open transaction");
      assertThat(((SQLException) e).getSQLState()).isEqualTo("25001");
    }
  }

  @Test
  void otherDriversAreRefused() {
    Throwable e =
        catchThrowable(
            () ->
                Postgres.create()
                    .open(TestSources.lending(TestSources.foreign()), Rows.settings()));
    assertThat(e).isInstanceOf(SQLException.class).hasMessageContaining("org.postgresql");
  }

  @Test
  void exhaustedPoolIsTransient() throws SQLException {
    try (HikariDataSource pool = pool(true);
        Connection taken = pool.getConnection()) {
      assertThat(taken.isClosed()).isFalse();
      Throwable e = catchThrowable(() -> Postgres.create().open(pool, Rows.settings()));
      SourceFailure verdict = Postgres.create().classify(e);
      assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_OVERLOADED);
      assertThat(verdict.isTransient()).isTrue();
      assertThat(verdict.hint()).contains("pool");
    }
  }

  @Test
  void closingTwiceAndUsingAfterwards() throws SQLException {
    SourceSession session = Postgres.create().open(TestServer.dataSource(), Rows.settings());
    SourceRelation relation = query(session, "SELECT 1 AS a");
    session.close();
    session.close();
    session.cancel();
    assertThatThrownBy(() -> relation.count(new SliceBounds.Whole()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(session::identity).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void identityIsThatOfTheDatabase() throws SQLException {
    TestServer.execute("CREATE DATABASE other_db");
    org.postgresql.ds.PGSimpleDataSource other = new org.postgresql.ds.PGSimpleDataSource();
    other.setUrl(TestServer.url().replace("/postgres?", "/other_db?"));
    Postgres dialect = Postgres.create();
    try (SourceSession one = dialect.open(TestServer.dataSource(), Rows.settings());
        SourceSession two = dialect.open(TestServer.dataSource(), Rows.settings());
        SourceSession far = dialect.open(other, Rows.settings())) {
      assertThat(one.identity()).isEqualTo(two.identity());
      assertThat(one.identity().pooler()).isEqualTo("direct");
      assertThat(one.identity().product()).isEqualTo("PostgreSQL");
      assertThat(one.identity().version()).isEqualTo(TestServer.query("SHOW server_version"));
      assertThat(far.identity().fingerprint()).isNotEqualTo(one.identity().fingerprint());
      assertThat(far.identity().database()).isEqualTo("other_db");
    }
  }
}
