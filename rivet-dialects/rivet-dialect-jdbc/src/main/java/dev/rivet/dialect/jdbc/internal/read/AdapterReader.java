package dev.rivet.dialect.jdbc.internal.read;

import dev.rivet.dialect.jdbc.internal.column.ColumnPlan;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.support.CellLimit;
import dev.rivet.spi.dialect.support.RowBlock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Streams a slice with one statement through Arrow's JDBC adapter, in batches bounded by rows and bytes. How to page a table is
 * different everywhere, so a slice is one statement whatever the options' target says. One thread at a time.
 */
public final class AdapterReader implements BatchReader {
  private static final int FETCH_ROWS = 2_000;
  private static final long LARGEST_BATCH = 1L << 30;

  private final Link link;
  private final String sql;
  private final Condition condition;
  private final ReadOptions options;
  private final long batchBytes;
  private final VectorSchemaRoot root;
  private final Consumers consumers;

  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet result;
  private boolean held; // a row is gathered but belongs to the next batch
  private int heldBytes;
  private long rows;
  private long bytes;
  private int statements;
  private long started;
  private long longest;
  private boolean ended;
  private boolean failed;
  private boolean closed;

  /**
   * A reader; the link's read has begun.
   *
   * @param sql up to and with FROM
   * @param plans output columns, in the order of the select list
   */
  public AdapterReader(
      Link link,
      String sql,
      Condition condition,
      List<ColumnPlan> plans,
      ReadOptions options,
      BufferAllocator allocator) {
    this.link = link;
    this.sql = sql;
    this.condition = condition;
    this.options = options;
    this.batchBytes = Math.min(LARGEST_BATCH, Math.max(1, options.batchBytes().bytes()));
    this.root =
        VectorSchemaRoot.create(
            ArrowSchema.of(plans.stream().map(ColumnPlan::mapping).toList()), allocator);
    this.consumers =
        new Consumers(plans, root, allocator, CellLimit.of(options.maxValue().bytes(), plans));
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean next() throws SQLException {
    if (closed) {
      throw new IllegalStateException("reader is closed");
    }
    boolean done = false;
    try {
      int size = fill();
      done = true;
      return size > 0;
    } catch (SQLException e) {
      throw link.failure(e);
    } finally {
      failed |= !done;
    }
  }

  private int fill() throws SQLException {
    consumers.start(options.batchRows());
    int size = 0;
    int block = 0;
    long sizeBytes = 0;
    ResultSet from = ended ? null : result();
    while (from != null && size < options.batchRows() && sizeBytes < batchBytes) {
      int rowBytes;
      if (held) {
        held = false;
        rowBytes = heldBytes;
      } else {
        link.requireRunning();
        if (!from.next()) {
          end();
          break;
        }
        rowBytes = consumers.gather(from);
        if (size > 0 && sizeBytes + rowBytes > batchBytes) {
          held = true;
          heldBytes = rowBytes;
          break;
        }
      }
      consumers.adapt(from);
      size++;
      sizeBytes += rowBytes;
      if (++block == RowBlock.ROWS - 1) {
        consumers.decode(0);
        block = 0;
      }
    }
    consumers.decode(held ? 1 : 0);
    consumers.finish(size);
    rows += size;
    bytes += sizeBytes;
    return size;
  }

  private ResultSet result() throws SQLException {
    ResultSet open = result;
    if (open != null) {
      return open;
    }
    PreparedStatement fresh = link.prepare(sql + condition.where());
    statement = fresh;
    condition.bind(fresh);
    fresh.setFetchSize(Math.min(FETCH_ROWS, options.batchRows()));
    link.statementStarts(fresh);
    statements++;
    started = System.nanoTime();
    open = fresh.executeQuery();
    result = open;
    return open;
  }

  private void end() {
    ended = true;
    longest = System.nanoTime() - started;
    link.statementEnds();
  }

  @Override
  public ReadStatistics statistics() {
    Map<String, Long> changes = new TreeMap<>();
    consumers.addChanges(changes);
    long time = ended || statements == 0 ? longest : System.nanoTime() - started;
    return new ReadStatistics(rows, bytes, statements, Duration.ofNanos(time), changes);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      boolean stopped = statement != null && !ended;
      if (stopped && !failed) {
        link.stopStatement();
      }
      boolean usable = isReleased();
      link.statementEnds();
      if (!usable) {
        link.abort();
      }
      link.endRead();
    } finally {
      root.close();
    }
  }

  /** Closes result and statement; a driver that complains about a statement we stopped is still usable. */
  private boolean isReleased() {
    try (PreparedStatement last = statement;
        ResultSet open = result) {
      return open == null || last != null;
    } catch (SQLException e) {
      return link.isHarmless(e);
    }
  }
}
