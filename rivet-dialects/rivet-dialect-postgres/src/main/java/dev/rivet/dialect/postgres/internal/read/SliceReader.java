package dev.rivet.dialect.postgres.internal.read;

import dev.rivet.dialect.postgres.internal.column.ColumnPlan;
import dev.rivet.dialect.postgres.internal.decode.ColumnDecoder;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.ValueRefusedException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Fills batches with the rows of a slice, statement after statement, within one transaction. One thread at a time. */
public final class SliceReader implements BatchReader {
  private static final long BLOCK_BYTES = 256 << 10;

  /** Offsets of variable-width vectors have 32 bits. */
  private static final long LARGEST_BATCH = 1L << 30;

  private final Link link;
  private final List<ColumnPlan> columns;
  private final String from;
  private final Pages pages;
  private final ReadOptions options;
  private final CellLimit limit;
  private final long batchBytes;
  private final VectorSchemaRoot root;
  private final ColumnDecoder[] decoders;
  private final StatementClock clock;

  private @Nullable RowSource source;
  private int held; // rows of the block that are located but not decoded
  private long heldBytes;
  private long pageRows;
  private byte[] lastKey = {};
  private long received; // rows located so far
  private long rows; // rows handed over so far
  private long bytes;
  private boolean ended;
  private boolean failed;
  private boolean closed;

  /**
   * A reader; the link's read has begun.
   *
   * @param from what follows {@code FROM}: the relation with alias {@code _rivet}
   * @param checksText whether the server may send bytes that are not UTF-8
   */
  public SliceReader(
      Link link,
      List<ColumnPlan> columns,
      String from,
      Pages pages,
      ReadOptions options,
      BufferAllocator allocator,
      boolean checksText) {
    this.link = link;
    this.columns = columns;
    this.from = from;
    this.pages = pages;
    this.options = options;
    this.limit = CellLimit.of(options.maxValue().bytes(), columns);
    this.batchBytes = Math.min(LARGEST_BATCH, Math.max(1, options.batchBytes().bytes()));
    this.clock = new StatementClock(options.isSlowConsumerCounted());
    this.root =
        VectorSchemaRoot.create(
            ArrowSchema.of(columns.stream().map(ColumnPlan::mapping).toList()), allocator);
    this.decoders = new ColumnDecoder[columns.size()];
    for (int c = 0; c < decoders.length; c++) {
      decoders[c] = columns.get(c).decoder(root.getVector(c), checksText);
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
    link.waitStarts();
    try {
      link.checkCancelled();
      int size = fill();
      done = true;
      return size > 0;
    } catch (ValueRefusedException e) {
      throw located(e);
    } catch (SQLException e) {
      throw link.failure(e);
    } finally {
      link.waitEnds();
      failed |= !done;
      clock.consumerHas();
    }
  }

  /** Says which row it is, in the order of reading. */
  private ValueRefusedException located(ValueRefusedException refused) {
    long row = received + 1;
    for (ColumnDecoder decoder : decoders) {
      row = decoder.refusedRow() >= 0 ? rows + decoder.refusedRow() + 1 : row;
    }
    ValueRefusedException located =
        new ValueRefusedException(
            refused.code(),
            refused.column(),
            "in row " + row + " of the slice, " + refused.getMessage());
    located.setStackTrace(refused.getStackTrace());
    return located;
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
      received++;
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
        decoders[c].decode(cells.columns[c], block, row);
      }
      int key = pages.keyColumn();
      if (key >= 0) {
        byte[] last = cells.columns[key].copy(block - 1);
        lastKey = last == null ? new byte[0] : last;
      }
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
      pages.done(pageRows, lastKey, clock.statementEnds());
      release();
      pageRows = 0;
    }
    Optional<String> next = pages.next();
    if (next.isEmpty()) {
      ended = true;
      return false;
    }
    link.statementStarts();
    clock.statementStarts();
    source = open(next.get());
    return true;
  }

  private RowSource open(String page) throws SQLException {
    if (link.isCopyAllowed()) {
      try {
        return new CopyRows(link, select(false) + page, columns.size(), limit);
      } catch (SQLException e) {
        if (!isCopyRefusal(e) || clock.statements() > 1) {
          throw e;
        }
        link.copyRefused();
        link.restartRead();
      }
    }
    return new CursorRows(link, select(true) + page, columns.size(), limit);
  }

  /** Feature not supported, syntax error, insufficient privilege: what a server without COPY, or without COPY for us, says. */
  private static boolean isCopyRefusal(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return "0A000".equals(state) || "42601".equals(state) || "42501".equals(state);
  }

  private String select(boolean sent) {
    return columns.stream()
        .map(c -> sent ? c.sentExpression() : c.expression())
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + from));
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
      link.endRead(failed || stopped);
    } finally {
      root.close();
    }
  }
}
