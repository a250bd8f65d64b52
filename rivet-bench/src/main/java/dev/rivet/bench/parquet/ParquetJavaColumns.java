package dev.rivet.bench.parquet;

import dev.rivet.format.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** parquet-java's column writers driven from outside, column after column in stripes: the fastest it can be used. */
@SuppressWarnings({"try", "deprecation"})
final class ParquetJavaColumns implements Contender {
  /** Pages are only cut between stripes. */
  private static final int STRIPE = 1024;

  private static final int GROUP_ROWS = 131_072;

  @Override
  public void write(List<VectorSchemaRoot> batches, Path file, Compression compression)
      throws IOException {
    MessageType schema = ParquetJavaSchema.of(batches.get(0).getSchema());
    CodecFactory codecs =
        new CodecFactory(new Configuration(false), ParquetProperties.DEFAULT_PAGE_SIZE);
    try (ParquetFileWriter out =
        new ParquetFileWriter(
            new LocalOutputFile(file),
            schema,
            ParquetFileWriter.Mode.OVERWRITE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT)) {
      out.start();
      int perGroup = GROUP_ROWS / Sales.BATCH;
      for (int at = 0; at < batches.size(); at += perGroup) {
        List<VectorSchemaRoot> group = batches.subList(at, Math.min(batches.size(), at + perGroup));
        writeGroup(group, schema, codecs.getCompressor(ParquetJavaRows.codec(compression)), out);
      }
      out.end(Map.of());
    } finally {
      codecs.release();
    }
  }

  private static void writeGroup(
      List<VectorSchemaRoot> batches,
      MessageType schema,
      org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor compressor,
      ParquetFileWriter out)
      throws IOException {
    ParquetProperties properties = ParquetProperties.builder().build();
    ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            compressor,
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            true);
    ColumnWriteStore store = properties.newColumnWriteStore(schema, pages);
    List<ColumnWriter> columns = new ArrayList<>();
    schema.getColumns().forEach(c -> columns.add(store.getColumnWriter(c)));
    long rows = 0;
    for (VectorSchemaRoot batch : batches) {
      for (int at = 0; at < batch.getRowCount(); at += STRIPE) {
        int end = Math.min(batch.getRowCount(), at + STRIPE);
        for (int c = 0; c < columns.size(); c++) {
          write(batch.getVector(c), at, end, columns.get(c));
        }
        for (int row = at; row < end; row++) {
          store.endRecord();
        }
      }
      rows += batch.getRowCount();
    }
    out.startBlock(rows);
    store.flush();
    pages.flushToFileWriter(out);
    out.endBlock();
    store.close();
    pages.close();
  }

  private static void write(FieldVector vector, int from, int end, ColumnWriter out) {
    int present = vector.getField().isNullable() ? 1 : 0;
    Value value = value(vector);
    for (int row = from; row < end; row++) {
      if (vector.isNull(row)) {
        out.writeNull(0, 0);
      } else {
        value.write(out, row, present);
      }
    }
  }

  private interface Value {
    void write(ColumnWriter out, int row, int level);
  }

  private static Value value(FieldVector vector) {
    if (vector instanceof BigIntVector v) {
      return (out, row, level) -> out.write(v.get(row), 0, level);
    } else if (vector instanceof IntVector v) {
      return (out, row, level) -> out.write(v.get(row), 0, level);
    } else if (vector instanceof DateDayVector v) {
      return (out, row, level) -> out.write(v.get(row), 0, level);
    } else if (vector instanceof TimeStampVector v) {
      return (out, row, level) -> out.write(v.get(row), 0, level);
    } else if (vector instanceof Float8Vector v) {
      return (out, row, level) -> out.write(v.get(row), 0, level);
    } else if (vector instanceof BitVector v) {
      return (out, row, level) -> out.write(v.get(row) != 0, 0, level);
    } else if (vector instanceof VarCharVector v) {
      return (out, row, level) -> out.write(Binary.fromConstantByteArray(v.get(row)), 0, level);
    } else if (vector instanceof FixedSizeBinaryVector v) {
      return (out, row, level) -> out.write(Binary.fromConstantByteArray(v.get(row)), 0, level);
    } else if (vector instanceof DecimalVector v) {
      return v.getPrecision() <= 18
          ? (out, row, level) -> out.write(v.getDataBuffer().getLong(row * 16L), 0, level)
          : (out, row, level) ->
              out.write(Binary.fromConstantByteArray(bigEndian(v, row)), 0, level);
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }

  static byte[] bigEndian(DecimalVector vector, int row) {
    long low = vector.getDataBuffer().getLong(row * 16L);
    long high = vector.getDataBuffer().getLong(row * 16L + 8);
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }
}
