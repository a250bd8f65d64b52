package dev.rivet.simulation;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.error.Recovery;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.KeyRange;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceFailure;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.TypeRules;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A table with the ids 1 to {@link #ROWS}, as one process reads it. */
final class SimSource implements Dialect {
  static final int ROWS = 5;

  private static final List<ColumnMapping> COLUMNS =
      List.of(
          new ColumnMapping("id", "bigint", RivetType.int64(), false, Fidelity.EXACT, Map.of()));
  private static final SourceIdentity IDENTITY =
      new SourceIdentity("sim", "Sim", "1", "db", "sim/db", "direct");

  private final World world;
  private final SimProcess process;

  SimSource(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  private <T> T step(String what, Faults.Step<T, SQLException> step) throws SQLException {
    return world.faults().step(process, what, m -> new SQLException(m, "08006"), step);
  }

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public boolean accepts(DatabaseMetaData metaData) {
    return true;
  }

  @Override
  public SourceFailure classify(Throwable failure) {
    return new SourceFailure(ErrorCode.SOURCE_UNREACHABLE, Recovery.RETRY, true, Duration.ZERO, "");
  }

  @Override
  public SourceSession open(DataSource dataSource, SessionSettings settings) throws SQLException {
    return step("connect", Session::new);
  }

  private final class Session implements SourceSession {
    @Override
    public SourceIdentity identity() {
      return IDENTITY;
    }

    @Override
    public SourceRelation resolve(Relation relation, TypeRules rules) {
      return new Table();
    }

    @Override
    public boolean canShareSnapshot() {
      return false;
    }

    @Override
    public String exportSnapshot() {
      throw new AssertionError();
    }

    @Override
    public void joinSnapshot(String token) {
      throw new AssertionError();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  private final class Table implements SourceRelation {
    @Override
    public List<ColumnMapping> columns() {
      return COLUMNS;
    }

    @Override
    public List<Problem> problems() {
      return List.of();
    }

    @Override
    public List<Problem> warnings() {
      return List.of();
    }

    @Override
    public RelationFacts facts() {
      return new RelationFacts(
          "table", OptionalLong.of(ROWS), OptionalLong.of(8), "id", List.of("id"), List.of("id"));
    }

    @Override
    public KeyRange keyRange(String column) {
      return new KeyRange(OptionalLong.of(1), OptionalLong.of(ROWS), false);
    }

    @Override
    public long count(SliceBounds bounds) {
      throw new AssertionError();
    }

    @Override
    public BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
        throws SQLException {
      long from = 1;
      long to = 0;
      if (bounds instanceof SliceBounds.Whole) {
        to = ROWS;
      } else if (bounds instanceof SliceBounds.Range range) {
        from = Math.max(1, range.from());
        to = Math.min(ROWS, range.to());
      }
      long first = from;
      long last = to;
      return step("read " + bounds, () -> new Rows(first, last, allocator));
    }
  }

  /** One batch. */
  private final class Rows implements BatchReader {
    private final VectorSchemaRoot root;
    private final long from;
    private final long to;
    private boolean isRead;

    Rows(long from, long to, BufferAllocator allocator) {
      this.from = from;
      this.to = to;
      this.root = VectorSchemaRoot.create(ArrowSchema.of(COLUMNS), allocator);
    }

    @Override
    public VectorSchemaRoot root() {
      return root;
    }

    @Override
    public boolean next() throws SQLException {
      if (isRead || to < from) {
        root.setRowCount(0);
        return false;
      }
      return step(
          "fetch",
          () -> {
            BigIntVector ids = (BigIntVector) root.getVector(0);
            int count = (int) (to - from + 1);
            ids.allocateNew(count);
            for (int i = 0; i < count; i++) {
              ids.set(i, from + i);
            }
            root.setRowCount(count);
            isRead = true;
            return true;
          });
    }

    @Override
    public ReadStatistics statistics() {
      return new ReadStatistics(isRead ? to - from + 1 : 0, 8, 1, Duration.ZERO, Map.of());
    }

    @Override
    public void close() {
      root.close();
    }
  }
}
