package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.column.ColumnPlanner;
import dev.rivet.dialect.sqlserver.internal.column.Resolution;
import dev.rivet.dialect.sqlserver.internal.column.SourceColumn;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.support.QueryText;
import dev.rivet.type.TypeRules;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** From a relation of the definition to what can be read, by the catalog alone. */
final class Resolver {
  /** Describes a query without running it; its errors come as a row. */
  private static final String DESCRIBE =
      "SELECT COALESCE(r.name, N'') AS name, COALESCE(r.system_type_name, N'') AS type,"
          + " CAST(r.max_length AS int) AS length, CAST(r.precision AS int) AS precision,"
          + " CAST(r.scale AS int) AS scale, COALESCE(r.collation_name, N'') AS collation,"
          + " CAST(COALESCE(r.error_number, 0) AS int) AS error, r.error_message AS message,"
          + " COALESCE(r.user_type_name, N'') AS user_type"
          + " FROM sys.dm_exec_describe_first_result_set(?, NULL, 0) AS r"
          + " WHERE COALESCE(r.is_hidden, 0) = 0 ORDER BY r.column_ordinal";

  private final SqlServerSession session;
  private final TypeRules rules;

  Resolver(SqlServerSession session, TypeRules rules) {
    this.session = session;
    this.rules = rules;
  }

  SourceRelation resolve(Relation relation) throws SQLException {
    return relation instanceof Relation.Table table
        ? table(table)
        : query((Relation.Query) relation);
  }

  private SourceRelation table(Relation.Table table) throws SQLException {
    Optional<TableInfo> found = TableInfo.find(session, table.schema().orElse(null), table.name());
    if (found.isEmpty()) {
      return unreadable(
          new Problem(
              ErrorCode.RELATION_NOT_FOUND,
              table.toString(),
              "there is no such table or view"
                  + (table.schema().isEmpty() ? " in the account's default schema" : "")
                  + ", or this account may not see it. Names are taken literally; check name,"
                  + " schema and database."));
    }
    TableInfo info = found.get();
    List<SourceColumn> columns = info.columns(session);
    TableInfo.Keys keys = info.isView() ? TableInfo.Keys.NONE : info.keys(session);
    return new SqlServerRelation(
        session, plan(columns, info.name()), columns, info.quoted() + " AS _rivet", info, keys);
  }

  private Resolution plan(List<SourceColumn> columns, String subject) {
    if (columns.isEmpty()) {
      return new Resolution(
          List.of(),
          List.of(
              new Problem(
                  ErrorCode.TYPE_UNSUPPORTED,
                  subject,
                  "there are no columns to export. Select at least one.")),
          List.of());
    }
    Resolution resolution = ColumnPlanner.plan(columns, rules);
    Server server = session.server();
    if (server.hasSnapshot() || server.isReadCommittedSnapshot()) {
      return resolution;
    }
    List<Problem> warnings = new ArrayList<>(resolution.warnings());
    warnings.add(
        new Problem(
            ErrorCode.CONSISTENCY_UNAVAILABLE,
            subject,
            "the database allows neither SNAPSHOT isolation nor READ_COMMITTED_SNAPSHOT: reading"
                + " takes shared locks, and the rows of a slice may show different moments. To"
                + " change that: ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON."));
    return new Resolution(resolution.columns(), resolution.problems(), warnings);
  }

  private SourceRelation query(Relation.Query query) throws SQLException {
    if (!QueryText.problem(query.sql(), Set.of("WITH"), true).isPresent()) {
      return unreadable(
          new Problem(
              ErrorCode.QUERY_INVALID,
              "query",
              "SQL Server does not allow WITH inside another statement. Write it as a subquery, or"
                  + " make it a view."));
    }
    Optional<String> malformed = QueryText.problem(query.sql(), Set.of("SELECT"), true);
    if (malformed.isPresent()) {
      return unreadable(new Problem(ErrorCode.QUERY_INVALID, "query", malformed.get()));
    }
    List<SourceColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = session.prepare(DESCRIBE)) {
      statement.setString(1, query.sql());
      try (ResultSet row = session.queried(statement)) {
        while (row.next()) {
          if (row.getInt(7) != 0) {
            return unreadable(refused(row.getInt(7), row.getString(8)));
          }
          columns.add(column(row));
        }
      }
    }
    return new SqlServerRelation(
        session,
        plan(columns, "query"),
        columns,
        "(\n" + query.sql() + "\n) AS _rivet",
        null,
        TableInfo.Keys.NONE);
  }

  private static SourceColumn column(ResultSet row) throws SQLException {
    String type = row.getString(2);
    String full = type.isEmpty() ? row.getString(9) : type;
    int parenthesis = full.indexOf('(');
    String base = parenthesis < 0 ? full : full.substring(0, parenthesis);
    return new SourceColumn(
        row.getString(1),
        base.trim().toLowerCase(Locale.ROOT),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5),
        row.getString(6),
        false);
  }

  private static Problem refused(int number, String message) {
    boolean missing = number == ServerErrors.NO_SUCH_TABLE;
    SQLException error = new SQLException(message, "42000", number);
    return new Problem(
        missing ? ErrorCode.RELATION_NOT_FOUND : ErrorCode.QUERY_INVALID,
        "query",
        "the server says: "
            + ServerErrors.describe(error)
            + (missing
                ? " Check the names in the query."
                : " Give one SELECT that runs by itself, without ORDER BY unless it has TOP."));
  }

  private SourceRelation unreadable(Problem problem) {
    return new SqlServerRelation(
        session,
        new Resolution(List.of(), List.of(problem), List.of()),
        List.of(),
        "",
        null,
        TableInfo.Keys.NONE);
  }
}
