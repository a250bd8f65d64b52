package dev.rivet.tck.dialect;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What the suites of the contract have in common. */
abstract class Cases {
  static final SliceBounds WHOLE = new SliceBounds.Whole();
  static final ReadOptions OPTIONS = ReadRows.options(1000, Duration.ZERO);

  private final DialectContract contract;

  Cases(DialectContract contract) {
    this.contract = contract;
  }

  final TestSource source() {
    return contract.source();
  }

  final Dialect dialect() {
    return contract.dialect();
  }

  static SessionSettings settings() {
    return new SessionSettings("rivet tck", Duration.ofMinutes(2), Duration.ofSeconds(10));
  }

  final SourceSession open() throws SQLException {
    return open(source().dataSource());
  }

  final SourceSession open(DataSource dataSource) throws SQLException {
    return dialect().open(dataSource, settings());
  }

  static Relation table(String name) {
    return new Relation.Table(null, name);
  }

  static Relation query(String sql) {
    return new Relation.Query(sql);
  }

  static TypeRules rules(ColumnRule... columns) {
    return new TypeRules(TypePolicy.STANDARD, null, Map.of(), List.of(columns));
  }

  final ReadRows read(Relation relation) throws SQLException {
    return read(relation, TypeRules.standard(), WHOLE, OPTIONS);
  }

  final ReadRows read(Relation relation, TypeRules rules, SliceBounds bounds, ReadOptions options)
      throws SQLException {
    try (SourceSession session = open()) {
      return ReadRows.of(session.resolve(relation, rules), bounds, options);
    }
  }

  final List<Problem> problems(Relation relation, TypeRules rules) throws SQLException {
    try (SourceSession session = open()) {
      SourceRelation resolved = session.resolve(relation, rules);
      return List.copyOf(resolved.problems());
    }
  }

  static List<ErrorCode> codes(List<Problem> problems) {
    return problems.stream().map(Problem::code).collect(Collectors.toList());
  }

  /** Creates a table of ids 1 to n, with a text. */
  final void numbers(String name, int rows) {
    source()
        .execute(
            "DROP TABLE IF EXISTS " + name,
            "CREATE TABLE " + name + " (id bigint NOT NULL PRIMARY KEY, t varchar(50))");
    StringBuilder values = new StringBuilder();
    for (int i = 1; i <= rows; i++) {
      values.append(values.length() == 0 ? "" : ", ").append("(" + i + ", 'row " + i + "')");
      if (i % 1000 == 0 || i == rows) {
        source().execute("INSERT INTO " + name + " VALUES " + values);
        values.setLength(0);
      }
    }
  }
}
