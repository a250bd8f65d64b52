package dev.rivet.internal.parquet;

import dev.rivet.internal.write.PartEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.parquet.format.ColumnChunk;

/**
 * One Parquet file: cuts rows into row groups and drives the columns. A row group ends after the
 * first row with which it has the rows or the plain bytes of one.
 */
final class ParquetPartEncoder implements PartEncoder {
  /** Metadata of a chunk in the footer, besides its page indexes: offsets, counts, statistics. */
  private static final int CHUNK_METADATA = 180;

  private final int groupRowLimit;
  private final long groupByteLimit;
  private final boolean sizeMatters;
  private final PagePipeline pipeline;
  private final List<ColumnWriter> columns;
  private final Output out;
  private final Footer footer;
  private final int footerSize;
  private int groupRows;
  private long rows;

  ParquetPartEncoder(
      EncoderLimits limits,
      PagePipeline pipeline,
      List<ColumnWriter> columns,
      Output out,
      Footer footer)
      throws IOException {
    this.groupRowLimit = limits.groupRows();
    this.groupByteLimit = limits.groupBytes();
    this.sizeMatters = limits.sizeMatters();
    this.pipeline = pipeline;
    this.columns = columns;
    this.out = out;
    this.footer = footer;
    this.footerSize = footer.emptySize();
    Footer.begin(out);
  }

  /**
   * @param groupRows rows per row group
   * @param groupBytes plain bytes per row group
   * @param sizeMatters true if the file has a size limit, so that estimates are worth some work
   */
  record EncoderLimits(int groupRows, long groupBytes, boolean sizeMatters) {}

  @Override
  public void write(VectorSchemaRoot batch, int from, int count) throws IOException {
    List<ColumnSlice> slices = new ArrayList<>();
    for (FieldVector vector : batch.getFieldVectors()) {
      slices.add(new ArrowColumn(vector));
    }
    int at = from;
    int end = from + count;
    while (at < end) {
      int n = Math.min(end - at, groupRowLimit - groupRows);
      while (n > 1 && plainBytes() + upperBytes(slices, at, n) >= groupByteLimit) {
        n >>>= 1;
      }
      for (ColumnWriter column : columns) {
        column.append(slices.get(column.leaf.column()), at, n);
      }
      at += n;
      groupRows += n;
      rows += n;
      if (groupRows == groupRowLimit || plainBytes() >= groupByteLimit) {
        endRowGroup();
      }
    }
  }

  private long plainBytes() {
    long bytes = 0;
    for (ColumnWriter column : columns) {
      bytes += column.plainBytes();
    }
    return bytes;
  }

  private long upperBytes(List<ColumnSlice> slices, int from, int count) {
    long bytes = 0;
    for (ColumnWriter column : columns) {
      bytes += column.upperBytes(slices.get(column.leaf.column()), from, count);
    }
    return bytes;
  }

  private void endRowGroup() throws IOException {
    for (ColumnWriter column : columns) {
      column.endChunk();
    }
    pipeline.settleAll();
    List<ColumnChunk> chunks = new ArrayList<>(columns.size());
    for (ColumnWriter column : columns) {
      chunks.add(column.writeChunk(out, footer));
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).writeBloomFilter(chunks.get(i), out);
    }
    footer.add(chunks, groupRows);
    groupRows = 0;
  }

  @Override
  public long estimatedSize() {
    try {
      if (sizeMatters) {
        // Else the estimate, and with it where the file ends, would depend on threads.
        pipeline.settleAll();
      }
      long significant = sizeMatters ? significantPage() : Long.MAX_VALUE;
      long size = out.position() + footerSize + footer.indexBytes();
      for (ColumnWriter column : columns) {
        size += column.estimate(significant);
      }
      int groups = footer.rowGroups() + (groupRows > 0 ? 1 : 0);
      return size + (long) groups * columns.size() * CHUNK_METADATA;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Open pages below it are less than a twentieth of the file together, and may be estimated by those before them. */
  private long significantPage() {
    long finished = out.position();
    for (ColumnWriter column : columns) {
      finished += column.finishedBytes();
    }
    return finished / (20L * columns.size());
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public void finish() throws IOException {
    if (groupRows > 0) {
      endRowGroup();
    }
    footer.write(out, rows);
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
