package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.column.ColumnPlan;
import dev.rivet.dialect.postgres.internal.column.ColumnPlanner;
import dev.rivet.dialect.postgres.internal.column.Resolution;
import dev.rivet.dialect.postgres.internal.column.SourceColumn;
import dev.rivet.dialect.postgres.internal.column.TypeCatalog;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** From a relation of the definition to what can be read, by metadata and catalogs alone. */
final class Resolver {
  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid::pg_catalog.int8, a.atttypmod,
        a.attnotnull AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_constraint k
          WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey))
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ?::pg_catalog.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final PgSession session;
  private final Connection connection;
  private final TypeRules rules;

  private Resolver(PgSession session, Connection connection, TypeRules rules) {
    this.session = session;
    this.connection = connection;
    this.rules = rules;
  }

  static SourceRelation resolve(
      PgSession session, Connection connection, Relation relation, TypeRules rules)
      throws SQLException {
    Resolver resolver = new Resolver(session, connection, rules);
    return relation instanceof Relation.Table table
        ? resolver.table(table)
        : resolver.query((Relation.Query) relation);
  }

  private SourceRelation table(Relation.Table table) throws SQLException {
    Optional<TableInfo> found = TableInfo.find(connection, table);
    if (found.isEmpty()) {
      return unreadable(
          new Problem(
              ErrorCode.RELATION_NOT_FOUND,
              table.toString(),
              "there is no such table or view"
                  + (table.schema().isEmpty() ? " on the connection's search path" : "")
                  + ". Names are taken literally, so upper and lower case matter; check name and"
                  + " schema."));
    }
    TableInfo info = found.get();
    if ("other".equals(info.kind())) {
      return unreadable(
          new Problem(
              ErrorCode.RELATION_NOT_FOUND,
              table.toString(),
              "this is neither a table nor a view. Name one, or select from it in a query."));
    }
    return plan(columns(info), info.quoted() + " AS _rivet", info);
  }

  private List<SourceColumn> columns(TableInfo info) throws SQLException {
    List<SourceColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setLong(1, info.oid());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          boolean isNotNull = info.isEnforcing() && rows.getBoolean(5);
          columns.add(
              new SourceColumn(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getLong(3),
                  rows.getInt(4),
                  isNotNull));
        }
      }
    }
    return columns;
  }

  private SourceRelation query(Relation.Query query) throws SQLException {
    Optional<String> malformed = QueryText.problem(query.sql());
    if (malformed.isPresent()) {
      return unreadable(new Problem(ErrorCode.QUERY_INVALID, "query", malformed.get()));
    }
    String wrapped = "(\n" + query.sql() + "\n) AS _rivet";
    Savepoint before = connection.setSavepoint();
    try {
      return plan(described(wrapped), wrapped, null);
    } catch (SQLException e) {
      connection.rollback(before);
      return unreadable(queryProblem(e));
    }
  }

  /** What the server says against the query itself; everything else is thrown. */
  private static Problem queryProblem(SQLException e) throws SQLException {
    String state = String.valueOf(e.getSQLState());
    String said = ServerErrors.describe(e);
    if ("42P01".equals(state) || "3F000".equals(state)) {
      return new Problem(
          ErrorCode.RELATION_NOT_FOUND,
          "query",
          "the server says: " + said + ". Check the names in the query.");
    }
    if ("25006".equals(state)) {
      return new Problem(
          ErrorCode.QUERY_INVALID,
          "query",
          "the server says: " + said + ". A query for export must not write or lock rows.");
    }
    boolean isOurs =
        "42501".equals(state)
            || !state.startsWith("42") && !state.startsWith("0A") && !state.startsWith("22");
    if (isOurs) {
      throw e;
    }
    return new Problem(
        ErrorCode.QUERY_INVALID,
        "query",
        "the server says: " + said + ". Give one SELECT that runs by itself.");
  }

  /** A column of a result: label and modifier. */
  private record Label(String name, int typmod) {}

  private List<SourceColumn> described(String wrapped) throws SQLException {
    List<Label> labels = labels(wrapped);
    if (labels.isEmpty()) {
      return List.of();
    }
    List<Long> types = types(wrapped, labels.size());
    List<SourceColumn> columns = new ArrayList<>();
    List<String> natives = nativeTypes(types, labels);
    for (int i = 0; i < labels.size(); i++) {
      Label label = labels.get(i);
      columns.add(
          new SourceColumn(label.name(), natives.get(i), types.get(i), label.typmod(), false));
    }
    return columns;
  }

  private List<Label> labels(String wrapped) throws SQLException {
    List<Label> labels = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + wrapped + " LIMIT 0")) {
      ResultSetMetaData data = rows.getMetaData();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        labels.add(new Label(data.getColumnLabel(i), typmod(data, i)));
      }
    }
    return labels;
  }

  /** The modifier, rebuilt from what JDBC tells of it. */
  private static int typmod(ResultSetMetaData data, int column) throws SQLException {
    int precision = data.getPrecision(column);
    return switch (data.getColumnTypeName(column)) {
      case "numeric", "_numeric" ->
          precision == 0 ? -1 : (precision << 16 | data.getScale(column) & 0x7FF) + 4;
      case "varchar", "bpchar", "_varchar", "_bpchar" -> isLength(precision) ? precision + 4 : -1;
      case "bit", "varbit", "_bit", "_varbit" -> isLength(precision) ? precision : -1;
      default -> -1;
    };
  }

  private static boolean isLength(int precision) {
    return precision > 0 && precision < Integer.MAX_VALUE;
  }

  /** Types including domains, which result metadata does not know; a row of NULLs will do to ask for them. */
  private List<Long> types(String wrapped, int count) throws SQLException {
    String names =
        IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String asked =
        IntStream.range(0, count)
            .mapToObj(
                i -> "pg_catalog.pg_typeof(_rivet.c" + i + ")::pg_catalog.oid::pg_catalog.int8")
            .collect(Collectors.joining(", "));
    String sql =
        "SELECT "
            + asked
            + " FROM (VALUES (1)) AS _one LEFT JOIN (SELECT * FROM "
            + wrapped
            + " LIMIT 0) AS _rivet("
            + names
            + ") ON true";
    List<Long> types = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      for (int i = 1; i <= count; i++) {
        types.add(rows.getLong(i));
      }
    }
    return types;
  }

  private List<String> nativeTypes(List<Long> types, List<Label> labels) throws SQLException {
    String asked =
        IntStream.range(0, labels.size())
            .mapToObj(i -> nativeType(types.get(i), labels.get(i).typmod()))
            .collect(Collectors.joining(", "));
    List<String> natives = new ArrayList<>();
    try (Statement statement = statement();
        ResultSet rows = statement.executeQuery("SELECT " + asked)) {
      rows.next();
      for (int i = 1; i <= labels.size(); i++) {
        natives.add(rows.getString(i));
      }
    }
    return natives;
  }

  /** The modifier of a domain's column is that of the base type, which the domain's name implies. */
  private static String nativeType(long type, int typmod) {
    return "pg_catalog.format_type("
        + type
        + ", (SELECT CASE t.typtype WHEN 'd' THEN -1 ELSE "
        + typmod
        + " END FROM pg_catalog.pg_type t WHERE t.oid = "
        + type
        + "))";
  }

  private Statement statement() throws SQLException {
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    return statement;
  }

  private SourceRelation plan(List<SourceColumn> columns, String from, @Nullable TableInfo table)
      throws SQLException {
    if (columns.isEmpty()) {
      return unreadable(
          new Problem(
              ErrorCode.TYPE_UNSUPPORTED,
              table == null ? "query" : table.name(),
              "there are no columns to export. Select at least one."));
    }
    TypeCatalog types =
        TypeCatalog.load(connection, columns.stream().map(SourceColumn::typeOid).toList());
    int moneyScale = types.hasBuiltIn("money") ? moneyScale() : 2;
    Resolution resolution = ColumnPlanner.plan(columns, types, rules, moneyScale);
    if (resolution.problems().isEmpty()) {
      probe(resolution.columns(), from);
    }
    return new PgRelation(session, resolution, columns, from, table);
  }

  /** Lets the server check the very statement that will be run: privileges, casts. */
  private void probe(List<ColumnPlan> columns, String from) throws SQLException {
    String list = columns.stream().map(ColumnPlan::expression).collect(Collectors.joining(", "));
    try (Statement statement = statement()) {
      statement.execute("SELECT " + list + " FROM " + from + " LIMIT 0");
    }
  }

  private int moneyScale() throws SQLException {
    try (Statement statement = statement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT pg_catalog.scale(0::pg_catalog.money::pg_catalog.numeric)")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private SourceRelation unreadable(Problem problem) {
    return new PgRelation(
        session, new Resolution(List.of(), List.of(problem), List.of()), List.of(), "", null);
  }
}
