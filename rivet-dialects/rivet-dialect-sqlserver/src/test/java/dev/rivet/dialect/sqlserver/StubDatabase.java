package dev.rivet.dialect.sqlserver;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import dev.rivet.dialect.sqlserver.tds.TdsServer;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Column;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Request;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Result;
import dev.rivet.dialect.sqlserver.tds.TdsServer.SqlError;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A database of one table, {@code dbo.t}, that knows the dialect's statements and nothing else: it cannot say whether their T-SQL is
 * right, only what was sent and how answers are read.
 */
final class StubDatabase implements AutoCloseable {
  static final Relation TABLE = new Relation.Table(null, "t");
  static final SliceBounds WHOLE = new SliceBounds.Whole();

  private final List<Column> columns;
  private final TdsServer server;
  private final Map<String, SqlError> errors = new ConcurrentHashMap<>();
  private volatile List<String> key = List.of();
  private volatile boolean snapshot = true;
  volatile int openTransactions;
  volatile int edition = 3;
  private volatile Function<Request, java.util.Iterator<Object[]>> rows;
  private volatile List<Column> sent;
  private volatile String collation = "Latin1_General_CI_AS";

  StubDatabase(List<Column> columns, Object[]... rows) throws IOException {
    this.columns = columns;
    this.sent = columns;
    this.rows = r -> List.of(rows).iterator();
    this.server = TdsServer.plain(this::answer);
  }

  @CanIgnoreReturnValue
  StubDatabase key(String... names) {
    key = List.of(names);
    List<Column> all = new ArrayList<>(columns);
    for (String name : names) {
      all.add(columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow());
    }
    sent = all;
    return this;
  }

  @CanIgnoreReturnValue
  StubDatabase sends(Column... types) {
    sent = List.of(types);
    return this;
  }

  @CanIgnoreReturnValue
  StubDatabase rows(Function<Request, java.util.Iterator<Object[]>> source) {
    rows = source;
    return this;
  }

  @CanIgnoreReturnValue
  StubDatabase withoutSnapshot() {
    snapshot = false;
    return this;
  }

  @CanIgnoreReturnValue
  StubDatabase fails(String part, int number, String message) {
    errors.put(part, new SqlError(number, message));
    return this;
  }

  @CanIgnoreReturnValue
  StubDatabase works(String part) {
    errors.remove(part);
    return this;
  }

  List<String> log() {
    return server.log();
  }

  /** Statements that read rows of the table. */
  List<String> reads() {
    return log().stream()
        .filter(s -> s.contains("FROM [dbo].[t]") && !s.contains("COUNT"))
        .toList();
  }

  SQLServerDataSource dataSource() {
    SQLServerDataSource source = new SQLServerDataSource();
    source.setServerName("localhost");
    source.setPortNumber(server.port());
    source.setUser("sa");
    source.setPassword("canary-password");
    source.setEncrypt("false");
    return source;
  }

  SourceSession open() throws SQLException {
    return open(Duration.ofSeconds(60));
  }

  SourceSession open(Duration statementTimeout) throws SQLException {
    return SqlServer.create()
        .open(dataSource(), new SessionSettings("rivet", statementTimeout, Duration.ofSeconds(7)));
  }

  ReadRows read(TypeRules rules, ReadOptions options) throws SQLException {
    try (SourceSession session = open()) {
      return ReadRows.of(session.resolve(TABLE, rules), WHOLE, options);
    }
  }

  private Result answer(Request request) {
    String sql = request.sql();
    errors.forEach(
        (part, error) -> {
          if (sql.contains(part)) {
            throw error;
          }
        });
    if (sql.contains("SERVERPROPERTY('ProductVersion')")) {
      return Result.of(
          of(
              "version nvarchar(128)",
              "edition int",
              "name nvarchar(128)",
              "snapshots int",
              "rcsi int",
              "lock_timeout int",
              "spid int",
              "id nvarchar(36)"),
          new Object[] {"16.0.1000.6", edition, "shop", snapshot ? 1 : 0, 0, -1, 55, "9C6DE0A7"});
    }
    if (sql.startsWith("SELECT @@TRANCOUNT")) {
      return Result.of(of("n int"), new Object[] {openTransactions});
    }
    if (sql.startsWith("SELECT CAST(@@SPID")) {
      return Result.of(of("spid int"), new Object[] {55});
    }
    if (sql.startsWith("SELECT o.object_id")) {
      List<Column> described =
          of(
              "object_id int",
              "schema nvarchar(128)",
              "name nvarchar(128)",
              "type nvarchar(2)",
              "rows bigint");
      return "t".equals(request.parameters().get(0))
          ? Result.of(described, new Object[] {42, "dbo", "t", "U", 1000L})
          : Result.of(described);
    }
    if (sql.startsWith("SELECT c.name, COALESCE(b.name")) {
      return catalog();
    }
    if (sql.startsWith("SELECT i.index_id")) {
      return new Result(
          of(
              "index_id int",
              "is_primary int",
              "is_unique int",
              "whole int",
              "name nvarchar(128)",
              "nullable int"),
          key.stream().map(k -> new Object[] {1, 1, 1, 1, k, 0}).iterator());
    }
    if (sql.contains("COUNT_BIG")) {
      return Result.of(of("n bigint"), new Object[] {1000L});
    }
    if (sql.contains("FROM [dbo].[t] AS _rivet")) {
      return new Result(sent, rows.apply(request));
    }
    return null;
  }

  private Result catalog() {
    List<Object[]> described = new ArrayList<>();
    for (Column column : columns) {
      String type = column.type();
      int parenthesis = type.indexOf('(');
      String base = parenthesis < 0 ? type : type.substring(0, parenthesis);
      String[] arguments =
          parenthesis < 0
              ? new String[0]
              : type.substring(parenthesis + 1, type.length() - 1).split(",");
      boolean isText = base.endsWith("char") || base.endsWith("text");
      boolean isSized = isText || base.endsWith("binary");
      int first =
          arguments.length == 0
              ? 0
              : arguments[0].equals("max") ? -1 : Integer.parseInt(arguments[0].trim());
      int scale =
          arguments.length > 1
              ? Integer.parseInt(arguments[1].trim())
              : base.startsWith("date") || base.equals("time") ? first : 0;
      int length = isSized ? (base.startsWith("n") && first > 0 ? 2 * first : first) : 8;
      described.add(
          new Object[] {
            column.name(),
            base,
            length,
            first,
            scale,
            isText ? collation : "",
            key.contains(column.name()) ? 0 : 1
          });
    }
    return new Result(
        of(
            "name nvarchar(128)",
            "type nvarchar(128)",
            "length int",
            "precision int",
            "scale int",
            "collation nvarchar(128)",
            "nullable int"),
        described.iterator());
  }

  /** Columns as {@code name type}. */
  static List<Column> of(String... columns) {
    List<Column> list = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      list.add(new Column(column.substring(0, space), column.substring(space + 1)));
    }
    return list;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
