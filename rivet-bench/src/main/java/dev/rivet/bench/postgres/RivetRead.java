package dev.rivet.bench.postgres;

import dev.rivet.Tuning;
import dev.rivet.dialect.postgres.Postgres;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table as the product reads it, through the dialect's interface, as one slice. One thread at a time. */
final class RivetRead implements AutoCloseable {
  /** Of all readers, so that none has an advantage. */
  static final int BATCH_ROWS = Tuning.fast().batchRows();

  private final SourceSession session;
  private final SourceRelation relation;
  private final ReadOptions options;

  /**
   * A session on one table.
   *
   * @param tuning limits of batches and statements
   */
  RivetRead(Postgres dialect, DataSource source, String table, Tuning tuning) throws SQLException {
    session = dialect.open(source, new SessionSettings("bench", Duration.ZERO, Duration.ZERO));
    relation = session.resolve(new Relation.Table("public", table), TypeRules.standard());
    options =
        new ReadOptions(
            BATCH_ROWS, tuning.batchBytes(), tuning.maxValue(), tuning.statementTarget(), false);
  }

  Schema schema() {
    return ArrowSchema.of(relation.columns());
  }

  long read(BufferAllocator memory, BatchSink sink) throws SQLException {
    try (BatchReader reader = relation.read(new SliceBounds.Whole(), options, memory)) {
      while (reader.next()) {
        sink.accept(reader.root());
      }
      return reader.statistics().rows();
    }
  }

  @Override
  public void close() throws SQLException {
    session.close();
  }
}
