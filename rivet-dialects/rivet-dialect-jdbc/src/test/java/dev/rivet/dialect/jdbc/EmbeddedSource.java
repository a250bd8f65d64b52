package dev.rivet.dialect.jdbc;

import dev.rivet.tck.dialect.Lack;
import dev.rivet.tck.dialect.TestSource;
import dev.rivet.type.SpecialValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** H2, SQLite or DuckDB in a directory, for the contract. */
final class EmbeddedSource implements TestSource {
  private final Source.Kind kind;
  private final Path dir;

  EmbeddedSource(Source.Kind kind, Path dir) {
    this.kind = kind;
    this.dir = dir;
  }

  /** What the page about this dialect says to put in the URL. */
  private Source at(String file, String h2User) {
    return new Source(
        switch (kind) {
          case H2 ->
              "jdbc:h2:"
                  + file
                  + ";DATABASE_TO_LOWER=TRUE;LAZY_QUERY_EXECUTION=1;LOCK_TIMEOUT=5000;"
                  + h2User;
          case SQLITE -> "jdbc:sqlite:" + file + "?journal_mode=WAL&busy_timeout=5000";
          case DUCKDB -> "jdbc:duckdb:" + file + ";jdbc_stream_results=true";
        });
  }

  private Source source() {
    return at(dir.resolve("contract").toString(), "USER=sa;PASSWORD=");
  }

  @Override
  public DataSource dataSource() {
    return source();
  }

  @Override
  public DataSource withWrongPassword() {
    return kind == Source.Kind.H2
        ? at(dir.resolve("contract").toString(), "USER=sa;PASSWORD=wrong-canary")
        : source();
  }

  @Override
  public DataSource unreachable() {
    return at(
        kind == Source.Kind.H2 ? "tcp://127.0.0.1:1/any" : "/no/such/directory/any",
        "USER=sa;PASSWORD=");
  }

  @Override
  public void execute(String... statements) {
    Source unused = source().execute(statements);
  }

  @Override
  public String query(String sql) {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public Set<Lack> lacks() {
    return switch (kind) {
      case H2 -> Set.of(Lack.SNAPSHOT_SHARING, Lack.PAGING, Lack.READ_ONLY);
      case SQLITE ->
          Set.of(Lack.SNAPSHOT_SHARING, Lack.PAGING, Lack.TRANSACTION_STATE, Lack.SERVER);
      case DUCKDB ->
          Set.of(
              Lack.SNAPSHOT_SHARING,
              Lack.PAGING,
              Lack.TRANSACTION_STATE,
              Lack.READ_ONLY,
              Lack.SERVER,
              Lack.ERROR_CODES);
    };
  }

  @Override
  public String bigText() {
    return kind == Source.Kind.H2 ? "clob" : "text";
  }

  @Override
  public String repeated(char c, int times) {
    return kind == Source.Kind.SQLITE
        ? "replace(hex(zeroblob(" + times + ")), '00', '" + c + "')"
        : TestSource.super.repeated(c, times);
  }

  /** None of them can sleep: they are kept busy instead, H2 for a while per row, the others for minutes. */
  @Override
  public String sleeping(int millis) {
    return switch (kind) {
      case H2 -> "(SELECT COUNT(*) FROM SYSTEM_RANGE(1, 500000) WHERE MOD(\"X\", 7) = id)";
      case SQLITE ->
          "(WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 1000000000 +"
              + " id) SELECT MAX(n) FROM r)";
      case DUCKDB ->
          "(SELECT COUNT(*) FROM range(10000000) a(i), range(1000000) b(j) WHERE i * j % 7 = 3)";
    };
  }

  @Override
  public String state(Connection connection) throws SQLException {
    List<String> state = new ArrayList<>();
    for (String sql :
        switch (kind) {
          case H2 ->
              List.of(
                  "SELECT setting_name || '=' || setting_value FROM information_schema.settings"
                      + " WHERE setting_name NOT LIKE 'info.%' ORDER BY 1");
          case SQLITE ->
              List.of("PRAGMA query_only", "PRAGMA busy_timeout", "PRAGMA read_uncommitted");
          case DUCKDB -> List.of("SELECT name || '=' || value FROM duckdb_settings() ORDER BY 1");
        }) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          state.add(rows.getString(1));
        }
      }
    }
    return String.join("\n", state)
        + "\n"
        + connection.getTransactionIsolation()
        + connection.isReadOnly();
  }

  /** Without a server, what runs is known to its own connection only. */
  @Override
  public long runningStatements() {
    return kind == Source.Kind.H2
        ? Long.parseLong(
            query(
                "SELECT COUNT(*) FROM information_schema.sessions WHERE session_id <>"
                    + " session_id() AND executing_statement IS NOT NULL"))
        : 0;
  }

  @Override
  public void endSessions() {
    String unused =
        query(
            "SELECT SUM(CASE WHEN abort_session(session_id) THEN 1 ELSE 0 END) FROM"
                + " information_schema.sessions WHERE session_id <> session_id()");
  }

  @Override
  public Optional<String> writingQuery() {
    if (kind == Source.Kind.SQLITE) {
      return Optional.empty(); // none of its functions can write
    }
    execute(
        "CREATE TABLE IF NOT EXISTS written (id bigint)",
        "CREATE SEQUENCE IF NOT EXISTS written_ids");
    return Optional.of(
        kind == Source.Kind.H2
            ? "SELECT id FROM FINAL TABLE (INSERT INTO written VALUES (1))"
            : "SELECT nextval('written_ids') AS id");
  }

  @Override
  public Special special() {
    return switch (kind) {
      case H2 ->
          new Special(
              "timestamp",
              "TIMESTAMP '300000-01-01 00:00:00'",
              "TIMESTAMP '2024-02-29 00:00:00'",
              SpecialValue.OVERFLOW);
      case SQLITE -> new Special("decimal(5,2)", "123456", "1.5", SpecialValue.OVERFLOW);
      case DUCKDB -> new Special("date", "'infinity'", "'2024-02-29'", SpecialValue.INFINITY);
    };
  }

  @Override
  public Optional<String> unmappedType() {
    return Optional.of(
        switch (kind) {
          case H2 -> "INTEGER ARRAY";
          case SQLITE -> "NUMERIC";
          case DUCKDB -> "INTEGER[]";
        });
  }
}
