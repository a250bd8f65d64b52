package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.catalog.Keys;
import dev.rivet.dialect.jdbc.internal.column.ColumnPlanner;
import dev.rivet.dialect.jdbc.internal.column.Resolution;
import dev.rivet.dialect.jdbc.internal.column.SourceColumn;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.support.QueryText;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From a relation of the definition to what can be read, by metadata alone. */
final class Resolver {
  private static final Set<String> FIRST_WORDS =
      Set.of("SELECT", "WITH", "VALUES", "TABLE", "FROM");

  private final JdbcSession session;
  private final Connection connection;
  private final TypeRules rules;

  private Resolver(JdbcSession session, Connection connection, TypeRules rules) {
    this.session = session;
    this.connection = connection;
    this.rules = rules;
  }

  static SourceRelation resolve(
      JdbcSession session, Connection connection, Relation relation, TypeRules rules)
      throws SQLException {
    Resolver resolver = new Resolver(session, connection, rules);
    return relation instanceof Relation.Table table
        ? resolver.table(table)
        : resolver.query((Relation.Query) relation);
  }

  private SourceRelation table(Relation.Table table) throws SQLException {
    Optional<TableInfo> found = TableInfo.find(connection, session.names(), table);
    if (found.isEmpty() || found.get().kind().equals("other")) {
      return unreadable(
          new Problem(
              ErrorCode.RELATION_NOT_FOUND,
              table.toString(),
              found.isPresent()
                  ? "this is neither a table nor a view. Name one, or select from it in a query."
                  : "there is no such table or view, or more than one, or this account may not see"
                      + " it. Names are taken literally; check name, case and schema."));
    }
    TableInfo info = found.get();
    String from =
        session.names().table(info.catalogName(), info.schemaName(), info.name()) + " rivet_q";
    Keys keys =
        info.kind().equals("table")
            ? Keys.of(connection.getMetaData(), info.catalogName(), info.schemaName(), info.name())
            : Keys.NONE;
    List<SourceColumn> columns =
        described(from, info.kind().equals("table") ? info.notNull(connection) : Set.of());
    return new JdbcRelation(session, plan(columns, info.name()), columns, from, info.kind(), keys);
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
    return ColumnPlanner.plan(session.product(), columns, rules);
  }

  private SourceRelation query(Relation.Query query) throws SQLException {
    Optional<String> malformed = QueryText.problem(query.sql(), FIRST_WORDS, false);
    if (malformed.isPresent()) {
      return unreadable(new Problem(ErrorCode.QUERY_INVALID, "query", malformed.get()));
    }
    String from = "(\n" + query.sql() + "\n) rivet_q";
    try {
      List<Problem> duplicates = duplicates(query.sql());
      if (!duplicates.isEmpty()) {
        return unreadable(duplicates);
      }
      List<SourceColumn> columns = described(from, Set.of());
      return new JdbcRelation(session, plan(columns, "query"), columns, from, "query", Keys.NONE);
    } catch (SQLException e) {
      return unreadable(queryProblem(e, query.sql()));
    }
  }

  /** Some databases rename the second of two columns within a subquery: ask the query itself. */
  private List<Problem> duplicates(String sql) throws SQLException {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    try (PreparedStatement statement = session.prepare(sql)) {
      ResultSetMetaData metaData = statement.getMetaData();
      for (int i = 1; metaData != null && i <= metaData.getColumnCount(); i++) {
        String name = metaData.getColumnLabel(i);
        if (name != null && !seen.add(name)) {
          twice.add(name);
        }
      }
    }
    return twice.stream()
        .map(
            name ->
                new Problem(
                    ErrorCode.COLUMN_DUPLICATE,
                    name,
                    "the query returns more than one column of this name. Name them apart with"
                        + " AS."))
        .toList();
  }

  /** The catalog's word on NULL, because few drivers know it of a result. */
  private List<SourceColumn> described(String from, Set<String> notNull) throws SQLException {
    try (PreparedStatement statement = session.prepare("SELECT * FROM " + from + " WHERE 1 = 0")) {
      return session.queried(statement, rows -> columns(rows.getMetaData(), notNull));
    }
  }

  private static List<SourceColumn> columns(ResultSetMetaData metaData, Set<String> notNull)
      throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      String label = metaData.getColumnLabel(i);
      columns.add(
          new SourceColumn(
              label == null ? "" : label,
              String.valueOf(metaData.getColumnTypeName(i)),
              metaData.getColumnType(i),
              metaData.getPrecision(i),
              metaData.getScale(i),
              metaData.isSigned(i),
              label != null && notNull.contains(label)));
    }
    return columns;
  }

  /** What the database says against the query itself; what may pass is thrown. */
  private Problem queryProblem(SQLException e, String sql) throws SQLException {
    SourceFailure verdict = DriverErrors.classify(e);
    if (verdict.isTransient()
        || verdict.code() == ErrorCode.SOURCE_PERMISSION
        || verdict.code() == ErrorCode.SOURCE_AUTHENTICATION
        || verdict.code() == ErrorCode.SOURCE_STATEMENT_TIMEOUT
        || verdict.code() == ErrorCode.CANCELLED) {
      throw e;
    }
    Optional<String> missing =
        verdict.code() == ErrorCode.SOURCE_FAILED ? missingTable(sql) : Optional.empty();
    if (missing.isPresent()) {
      return new Problem(
          ErrorCode.RELATION_NOT_FOUND,
          "query",
          "there is no table or view \""
              + missing.get()
              + "\", or this account may not see it. The database says: "
              + DriverErrors.describe(e)
              + ". Check the names in the query.");
    }
    ErrorCode code =
        verdict.code() == ErrorCode.RELATION_NOT_FOUND ? verdict.code() : ErrorCode.QUERY_INVALID;
    return new Problem(
        code,
        "query",
        "the database says: "
            + DriverErrors.describe(e)
            + ". Give one SELECT that runs by itself.");
  }

  /** Some databases do not say what kind of error it is: the catalog knows what is not there. */
  private Optional<String> missingTable(String sql) throws SQLException {
    List<String> names = TableNames.of(sql);
    if (names.isEmpty()) {
      return Optional.empty();
    }
    connection.rollback(); // where an error spoils the transaction
    Set<String> known = TableInfo.allNames(connection);
    return names.stream().filter(n -> !known.contains(n.toLowerCase(Locale.ROOT))).findFirst();
  }

  private SourceRelation unreadable(Problem problem) {
    return unreadable(List.of(problem));
  }

  private SourceRelation unreadable(List<Problem> problems) {
    return new JdbcRelation(
        session, new Resolution(List.of(), problems, List.of()), List.of(), "", "query", Keys.NONE);
  }
}
