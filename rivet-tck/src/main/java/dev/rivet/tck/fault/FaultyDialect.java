package dev.rivet.tck.fault;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.Problem;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.TypeRules;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A dialect that passes everything on and fails at the n-th batch its {@link FaultPlan} names. Give it a plan of its own, so that
 * batches and durable effects are counted apart. Failures are classified by the wrapped dialect.
 */
public final class FaultyDialect implements Dialect {
  private final Dialect delegate;
  private final FaultPlan plan;
  private final Function<String, SQLException> failure;

  private FaultyDialect(Dialect delegate, FaultPlan plan, Function<String, SQLException> failure) {
    this.delegate = requireNonNull(delegate, "dialect");
    this.plan = requireNonNull(plan, "plan");
    this.failure = requireNonNull(failure, "failure");
  }

  /** The same dialect, losing its connection (SQLState 08006) at a batch. */
  public static Dialect wrap(Dialect dialect, FaultPlan plan) {
    return wrap(dialect, plan, "08006");
  }

  /** The same dialect, failing at a batch with the given SQLState. */
  public static Dialect wrap(Dialect dialect, FaultPlan plan, String sqlState) {
    requireNonNull(sqlState, "sqlState");
    return new FaultyDialect(dialect, plan, message -> new SQLException(message, sqlState));
  }

  @Override
  public String name() {
    return delegate.name();
  }

  @Override
  public boolean accepts(DatabaseMetaData metaData) throws SQLException {
    return delegate.accepts(metaData);
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    return new Session(delegate.open(dataSource, settings));
  }

  @Override
  public SourceFailure classify(Throwable cause) {
    return delegate.classify(cause);
  }

  private final class Session implements SourceSession {
    private final SourceSession session;

    Session(SourceSession session) {
      this.session = session;
    }

    @Override
    public SourceIdentity identity() throws SQLException {
      return session.identity();
    }

    @Override
    public SourceRelation resolve(Relation relation, TypeRules rules) throws SQLException {
      return new ResolvedRelation(session.resolve(relation, rules));
    }

    @Override
    public boolean canShareSnapshot() throws SQLException {
      return session.canShareSnapshot();
    }

    @Override
    public String exportSnapshot() throws SQLException {
      return session.exportSnapshot();
    }

    @Override
    public void joinSnapshot(String token) throws SQLException {
      session.joinSnapshot(token);
    }

    @Override
    public void cancel() {
      session.cancel();
    }

    @Override
    public void close() throws SQLException {
      session.close();
    }
  }

  private final class ResolvedRelation implements SourceRelation {
    private final SourceRelation relation;

    ResolvedRelation(SourceRelation relation) {
      this.relation = relation;
    }

    @Override
    public List<ColumnMapping> columns() {
      return relation.columns();
    }

    @Override
    public List<Problem> problems() {
      return relation.problems();
    }

    @Override
    public List<Problem> warnings() {
      return relation.warnings();
    }

    @Override
    public RelationFacts facts() throws SQLException {
      return relation.facts();
    }

    @Override
    public KeyRange keyRange(String column) throws SQLException {
      return relation.keyRange(column);
    }

    @Override
    public List<KeyColumn> keyColumns() throws SQLException {
      return relation.keyColumns();
    }

    @Override
    public List<List<String>> uniqueKeys() throws SQLException {
      return relation.uniqueKeys();
    }

    @Override
    public Optional<List<String>> keyAt(SliceBounds.Interval bounds, long position)
        throws SQLException {
      return relation.keyAt(bounds, position);
    }

    @Override
    public Optional<List<String>> lastKey(SliceBounds.Interval bounds) throws SQLException {
      return relation.lastKey(bounds);
    }

    @Override
    public long count(SliceBounds bounds) throws SQLException {
      return relation.count(bounds);
    }

    @Override
    public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
        throws SQLException {
      return new Batches(relation.read(bounds, options, allocator), bounds);
    }
  }

  private final class Batches implements BatchReader {
    private final BatchReader reader;
    private final SliceBounds bounds;

    Batches(BatchReader reader, SliceBounds bounds) {
      this.reader = reader;
      this.bounds = bounds;
    }

    @Override
    public VectorSchemaRoot root() {
      return reader.root();
    }

    @Override
    public boolean next() throws SQLException {
      return plan.effect("BatchReader.next", bounds.toString(), failure, reader::next);
    }

    @Override
    public ReadStatistics statistics() {
      return reader.statistics();
    }

    @Override
    public void close() throws SQLException {
      reader.close();
    }
  }
}
