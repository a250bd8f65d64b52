package dev.rivet.internal.run;

import dev.rivet.MetaColumns;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What is written of a batch: the source's columns, and behind them those the definition adds (MT1). One thread at a time. */
final class OutputBatch implements AutoCloseable {
  private final long exportedAt;
  private final List<FieldVector> added = new ArrayList<>();

  OutputBatch(MetaColumns meta, Instant startedAt, BufferAllocator memory) {
    exportedAt = ChronoUnit.MICROS.between(Instant.EPOCH, startedAt);
    for (ColumnMapping column : meta.columns()) {
      added.add(ArrowSchema.field(column).createVector(memory));
    }
  }

  /**
   * The batch to write; valid as long as the source's one.
   *
   * @param hashes one per row
   */
  VectorSchemaRoot of(VectorSchemaRoot source, long[] hashes) {
    if (added.isEmpty()) {
      return source;
    }
    int rows = source.getRowCount();
    for (FieldVector vector : added) {
      vector.reset();
      vector.setInitialCapacity(rows);
      vector.allocateNew();
      fill(vector, rows, hashes);
      vector.setValueCount(rows);
    }
    List<FieldVector> all = new ArrayList<>(source.getFieldVectors());
    all.addAll(added);
    // A view: closing it would free the reader's vectors.
    return new VectorSchemaRoot(all.stream().map(FieldVector::getField).toList(), all, rows);
  }

  private void fill(FieldVector vector, int rows, long[] hashes) {
    if (vector instanceof TimeStampVector time) {
      for (int i = 0; i < rows; i++) {
        time.set(i, exportedAt);
      }
    } else {
      BigIntVector hash = (BigIntVector) vector;
      for (int i = 0; i < rows; i++) {
        hash.set(i, hashes[i]);
      }
    }
  }

  @Override
  public void close() {
    added.forEach(FieldVector::close);
  }
}
