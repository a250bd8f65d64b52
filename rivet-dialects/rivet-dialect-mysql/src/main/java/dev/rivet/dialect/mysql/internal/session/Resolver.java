package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.ColumnPlan;
import dev.rivet.dialect.mysql.internal.column.ColumnPlanner;
import dev.rivet.dialect.mysql.internal.column.Identifiers;
import dev.rivet.dialect.mysql.internal.column.Resolution;
import dev.rivet.dialect.mysql.internal.column.SourceColumn;
import dev.rivet.dialect.mysql.internal.driver.ResultColumn;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From a relation of the definition to what can be read, by metadata and catalogs alone. */
final class Resolver {
  private final MySqlSession session;
  private final Connection connection;
  private final TypeRules rules;

  private Resolver(MySqlSession session, Connection connection, TypeRules rules) {
    this.session = session;
    this.connection = connection;
    this.rules = rules;
  }

  static SourceRelation resolve(
      MySqlSession session, Connection connection, Relation relation, TypeRules rules)
      throws SQLException {
    Resolver resolver = new Resolver(session, connection, rules);
    session.server().requireSpellable(relation.toString());
    return relation instanceof Relation.Table table
        ? resolver.table(table)
        : resolver.query((Relation.Query) relation);
  }

  private SourceRelation table(Relation.Table table) throws SQLException {
    Optional<TableInfo> found = TableInfo.find(connection, session.server(), table);
    if (found.isEmpty() || found.get().kind().equals("other")) {
      return unreadable(
          new Problem(
              ErrorCode.RELATION_NOT_FOUND,
              table.toString(),
              found.isPresent()
                  ? "this is neither a table nor a view. Name one, or select from it in a query."
                  : "there is no such table or view"
                      + (table.schema().isEmpty()
                          ? " in the connection's database \"" + session.server().database() + '"'
                          : "")
                      + ", or this account may not see it. Names are taken literally; check name"
                      + " and database."));
    }
    TableInfo info = found.get();
    Columns.Of columns = Columns.table(connection, session.server(), info);
    Resolution resolution = plan(columns.visible(), info.name());
    if (!columns.hidden().isEmpty()) {
      resolution = withHidden(resolution, info, columns.hidden());
    }
    String from = info.quoted() + " AS _rivet";
    Indexes indexes = info.isView() ? Indexes.NONE : Indexes.read(connection, info);
    if (resolution.problems().isEmpty()) {
      probe(resolution.columns(), from);
    }
    return new MySqlRelation(
        session, resolution, columns.visible(), columns.hidden(), from, info, indexes);
  }

  private static Resolution withHidden(
      Resolution resolution, TableInfo info, List<SourceColumn> hidden) {
    List<Problem> warnings = new ArrayList<>(resolution.warnings());
    warnings.add(
        new Problem(
            ErrorCode.COLUMN_NOT_FOUND,
            info.name(),
            "invisible columns are left out, as SELECT * leaves them out: "
                + hidden.stream().map(SourceColumn::name).collect(Collectors.joining(", "))
                + ". Name them in a query to export them."));
    return new Resolution(resolution.columns(), resolution.problems(), warnings);
  }

  private Resolution plan(List<SourceColumn> columns, String subject) throws SQLException {
    for (SourceColumn column : columns) {
      session.server().requireSpellable(column.name());
    }
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
    return ColumnPlanner.plan(columns, rules);
  }

  private SourceRelation query(Relation.Query query) throws SQLException {
    Optional<String> malformed = QueryText.problem(query.sql());
    if (malformed.isPresent()) {
      return unreadable(new Problem(ErrorCode.QUERY_INVALID, "query", malformed.get()));
    }
    String from = "(\n" + query.sql() + "\n) AS _rivet";
    try {
      List<SourceColumn> columns =
          described("SELECT * FROM " + from + " LIMIT 0").stream().map(Columns::query).toList();
      Resolution resolution = plan(columns, "query");
      if (resolution.problems().isEmpty()) {
        probe(resolution.columns(), from);
      }
      return new MySqlRelation(session, resolution, columns, List.of(), from, null, Indexes.NONE);
    } catch (SQLException e) {
      return unreadable(
          e.getErrorCode() == ServerErrors.DUPLICATE_COLUMN
              ? duplicates(query)
              : List.of(queryProblem(e)));
    }
  }

  private List<ResultColumn> described(String sql) throws SQLException {
    try (PreparedStatement statement = session.rows().prepare(sql);
        ResultSet result = statement.executeQuery()) {
      return session.driver().describe(result.getMetaData());
    }
  }

  /** A derived table may not have a name twice: ask the query itself which. */
  private List<Problem> duplicates(Relation.Query query) throws SQLException {
    Set<String> seen = new LinkedHashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    try (PreparedStatement statement = session.driver().prepareOnServer(query.sql())) {
      for (ResultColumn column : session.driver().describe(statement.getMetaData())) {
        if (!seen.add(column.label().toLowerCase(Locale.ROOT))) {
          twice.add(column.label());
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

  /** What the server says against the query itself; everything else is thrown. */
  private static Problem queryProblem(SQLException e) throws SQLException {
    String said = ServerErrors.describe(e);
    int code = e.getErrorCode();
    if (code == ServerErrors.NO_SUCH_TABLE || code == ServerErrors.NO_SUCH_DATABASE) {
      return new Problem(
          ErrorCode.RELATION_NOT_FOUND,
          "query",
          "the server says: " + said + ". Check the names in the query.");
    }
    if (code == 1166 || code == 1059) {
      return new Problem(
          ErrorCode.COLUMN_UNNAMED,
          "query",
          "the server says: " + said + ". Name every column with AS.");
    }
    if (code == ServerErrors.READ_ONLY) {
      return new Problem(
          ErrorCode.QUERY_INVALID,
          "query",
          "the server says: " + said + ". A query for export must not write or lock rows.");
    }
    ErrorCode verdict = ServerErrors.classify(e).code();
    if (verdict != ErrorCode.SOURCE_STATEMENT_REJECTED
        && verdict != ErrorCode.VALUE_NOT_REPRESENTABLE
        && verdict != ErrorCode.RELATION_NOT_FOUND) {
      throw e;
    }
    return new Problem(
        ErrorCode.QUERY_INVALID,
        "query",
        "the server says: " + said + ". Give one SELECT that runs by itself.");
  }

  /** Lets the server check the very columns that will be selected: privileges, definitions of views. */
  private void probe(List<ColumnPlan> columns, String from) throws SQLException {
    String list =
        columns.stream()
            .map(c -> "_rivet." + Identifiers.quote(c.mapping().name()))
            .collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        session.rows().prepare("SELECT " + list + " FROM " + from + " LIMIT 0")) {
      statement.executeQuery().close();
    }
  }

  private SourceRelation unreadable(Problem problem) {
    return unreadable(List.of(problem));
  }

  private SourceRelation unreadable(List<Problem> problems) {
    @Nullable TableInfo none = null;
    return new MySqlRelation(
        session,
        new Resolution(List.of(), problems, List.of()),
        List.of(),
        List.of(),
        "",
        none,
        Indexes.NONE);
  }
}
