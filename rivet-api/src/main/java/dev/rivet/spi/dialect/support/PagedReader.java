package dev.rivet.spi.dialect.support;

import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Fills batches with the rows of a slice, statement after statement, within one transaction. One thread at a time. */
public final class PagedReader implements BatchReader {
  private static final long BLOCK_BYTES = 256 << 10;

  /** Offsets of variable-width vectors have 32 bits. */
  private static final long LARGEST_BATCH = 1L << 30;

  private final ReadLink link;
  private final StatementSource statements;
  private final ReadOptions options;
  private final long batchBytes;
  private final VectorSchemaRoot root;
  private final ColumnDecoder[] decoders;
  private final StatementClock clock;

  private @Nullable RowSource source;
  private int held; // rows of the block that are located but not decoded
  private long heldBytes;
  private long pageRows;
  private long rows;
  private long bytes;
  private boolean ended;
  private boolean failed;
  private boolean closed;

  /**
   * A reader; the link's read has begun.
   *
   * @param link its session
   * @param columns output columns, the first cells of every row
   * @param statements the statements of the slice
   * @param options limits
   * @param allocator owner of the batch
   */
  public PagedReader(
      ReadLink link,
      List<? extends PlannedColumn> columns,
      StatementSource statements,
      ReadOptions options,
      BufferAllocator allocator) {
    this.link = link;
    this.statements = statements;
    this.options = options;
    this.batchBytes = Math.min(LARGEST_BATCH, Math.max(1, options.batchBytes().bytes()));
    this.clock = new StatementClock(options.isSlowConsumerCounted());
    this.root =
        VectorSchemaRoot.create(
            ArrowSchema.of(columns.stream().map(PlannedColumn::mapping).toList()), allocator);
    this.decoders = new ColumnDecoder[columns.size()];
    for (int c = 0; c < decoders.length; c++) {
      decoders[c] = columns.get(c).decoder(root.getVector(c));
    }
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
    clock.consumerReturned();
    boolean done = false;
    try {
      int size = fill();
      done = true;
      return size > 0;
    } catch (SQLException e) {
      throw link.failure(e);
    } finally {
      failed |= !done;
      clock.consumerHas();
    }
  }

  private int fill() throws SQLException {
    for (ColumnDecoder decoder : decoders) {
      decoder.start();
    }
    int size = 0;
    long sizeBytes = heldBytes;
    int block = held;
    long blockBytes = heldBytes;
    held = 0;
    heldBytes = 0;
    while (size + block < options.batchRows() && sizeBytes < batchBytes) {
      if (block == RowBlock.ROWS || blockBytes >= BLOCK_BYTES) {
        size += decode(block, size);
        block = 0;
        blockBytes = 0;
      }
      RowSource current = source;
      int rowBytes = current == null ? -1 : current.next(block);
      if (rowBytes < 0) {
        size += decode(block, size); // the cells belong to this statement
        block = 0;
        blockBytes = 0;
        if (!turnPage()) {
          break;
        }
        continue;
      }
      pageRows++;
      if (size + block > 0 && sizeBytes + rowBytes > batchBytes) {
        held = 1;
        heldBytes = rowBytes;
        break;
      }
      block++;
      blockBytes += rowBytes;
      sizeBytes += rowBytes;
    }
    size += decode(block, size);
    if (held == 1 && source != null) {
      source.block().keep(block);
    }
    for (ColumnDecoder decoder : decoders) {
      decoder.finish(size);
    }
    root.setRowCount(size);
    rows += size;
    bytes += sizeBytes;
    return size;
  }

  private int decode(int block, int row) throws SQLException {
    if (block > 0 && source != null) {
      RowBlock cells = source.block();
      for (int c = 0; c < decoders.length; c++) {
        decoders[c].decode(cells.column(c), block, row);
      }
      statements.decoded(cells, block);
    }
    return block;
  }

  /** Completes the statement that has given its last row and sends the next; false if there is none. */
  private boolean turnPage() throws SQLException {
    if (ended) {
      return false;
    }
    if (source != null) {
      link.statementEnds();
      statements.done(pageRows, clock.statementEnds());
      release();
      pageRows = 0;
    }
    if (!statements.hasNext()) {
      ended = true;
      return false;
    }
    link.statementStarts();
    clock.statementStarts();
    source = statements.next();
    return true;
  }

  private void release() {
    RowSource current = source;
    source = null;
    if (current != null && !current.close()) {
      failed = true;
      link.abort();
    }
  }

  @Override
  public ReadStatistics statistics() {
    Map<String, Long> changes = new TreeMap<>();
    for (ColumnDecoder decoder : decoders) {
      decoder.addChanges(changes);
    }
    return new ReadStatistics(rows, bytes, clock.statements(), clock.longest(), changes);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      boolean stopped = source != null;
      release();
      link.statementEnds();
      statements.close();
      link.endRead(failed || stopped);
    } finally {
      root.close();
    }
  }
}
