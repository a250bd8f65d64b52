package dev.rivet.internal.csv;

import dev.rivet.internal.batch.Blocks;
import dev.rivet.internal.write.PartEncoder;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes rows as CSV text. */
final class CsvEncoder implements PartEncoder {
  /** Rows copied to the heap at once: few enough that a block of a usual table stays in the second-level cache. */
  private static final int BLOCK_ROWS = 512;

  private final CsvColumn[] columns;
  private final byte delimiter;
  private final byte[] lineEnd;
  private final PartOutput output;
  private final Utf8Buffer text = new Utf8Buffer(PartOutput.CHUNK * 2);
  private long rows;

  CsvEncoder(CsvColumn[] columns, byte delimiter, byte[] lineEnd, byte[] head, PartOutput output) {
    this.columns = columns;
    this.delimiter = delimiter;
    this.lineEnd = lineEnd;
    this.output = output;
    text.put(head);
  }

  @Override
  public void write(VectorSchemaRoot batch, int from, int count) throws IOException {
    List<FieldVector> vectors = batch.getFieldVectors();
    if (vectors.size() != columns.length) {
      throw new IllegalArgumentException(
          "batch has " + vectors.size() + " columns instead of " + columns.length);
    }
    int end = from + count;
    for (int at = from; at < end; ) {
      int block = Blocks.rows(batch, at, Math.min(BLOCK_ROWS, end - at));
      for (int c = 0; c < columns.length; c++) {
        columns[c].load(vectors.get(c), at, block);
      }
      writeBlock(block);
      at += block;
    }
    rows += count;
  }

  private void writeBlock(int block) throws IOException {
    for (int row = 0; row < block; row++) {
      columns[0].append(row, text);
      for (int c = 1; c < columns.length; c++) {
        text.put(delimiter);
        columns[c].append(row, text);
      }
      text.put(lineEnd);
      if (text.size() >= PartOutput.CHUNK) {
        drain();
      }
    }
  }

  /** Whole chunks only, so that what a compressor is fed at once does not depend on rows and batches. */
  private void drain() throws IOException {
    int whole = text.size() - text.size() % PartOutput.CHUNK;
    output.write(text.array(), whole);
    text.dropFirst(whole, PartOutput.CHUNK * 4);
  }

  @Override
  public long estimatedSize() {
    return output.estimatedSize(text.size());
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void finish() throws IOException {
    output.write(text.array(), text.size());
    text.truncate(0);
    output.finish();
  }

  @Override
  public void close() {
    output.close();
  }
}
