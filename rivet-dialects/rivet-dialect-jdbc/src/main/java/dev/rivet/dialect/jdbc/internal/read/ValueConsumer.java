package dev.rivet.dialect.jdbc.internal.read;

import dev.rivet.dialect.jdbc.internal.column.ColumnPlan;
import dev.rivet.spi.dialect.support.CellWriter;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.RowBlock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.apache.arrow.adapter.jdbc.consumer.JdbcConsumer;
import org.apache.arrow.vector.FieldVector;

/**
 * Takes the place of the adapter's consumers where those lose something: milliseconds, wrong zones, silent rounding, NULLs in columns
 * that have none. Gathers a block of values and hands it to the decoder that knows the column's rules. One thread at a time.
 */
final class ValueConsumer implements JdbcConsumer<FieldVector> {
  private final ColumnPlan plan;
  private final int column;
  private final ColumnDecoder decoder;
  private final Cells cells = new Cells(RowBlock.ROWS);
  private final CellWriter writer = new CellWriter();
  private int gathered;
  private int decoded;
  private int lastSize;

  ValueConsumer(ColumnPlan plan, int column, FieldVector vector) {
    this.plan = plan;
    this.column = column;
    this.decoder = plan.decoder(vector);
  }

  void start() {
    decoder.start();
    decoded = 0;
  }

  @Override
  public void consume(ResultSet row) throws SQLException {
    lastSize = plan.getter().get(row, column, writer, cells, gathered, plan.rules());
    gathered++;
  }

  /** Bytes of the value consumed last. */
  int lastSize() {
    return Math.max(1, lastSize);
  }

  /** Decodes what is gathered, but for the last so many values, which stay for the next batch. */
  void decode(int held) throws SQLException {
    int count = gathered - held;
    decoder.decode(cells, count, decoded);
    decoded += count;
    if (held == 1) {
      cells.move(count, 0);
    } else {
      writer.reset();
    }
    gathered = held;
  }

  void finish() {
    decoder.finish(decoded);
  }

  void addChanges(Map<String, Long> total) {
    decoder.addChanges(total);
  }

  @Override
  public void close() {}

  @Override
  public void resetValueVector(FieldVector vector) {
    throw new UnsupportedOperationException("the batch is reused, never replaced");
  }
}
