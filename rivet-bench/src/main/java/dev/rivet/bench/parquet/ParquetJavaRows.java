package dev.rivet.bench.parquet;

import static java.util.Objects.requireNonNull;

import dev.rivet.format.Compression;
import java.io.IOException;
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
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/** parquet-java as it is meant to be used: one record at a time, its own codecs (zstd at its default level, 3), its defaults. */
@SuppressWarnings({"try", "deprecation"})
final class ParquetJavaRows implements Contender {

  @Override
  public void write(List<VectorSchemaRoot> batches, Path file, Compression compression)
      throws IOException {
    Support support = new Support(batches.get(0).getSchema());
    Builder builder = new Builder(new LocalOutputFile(file), support);
    try (ParquetWriter<Integer> writer =
        builder
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(codec(compression))
            .withWriteMode(org.apache.parquet.hadoop.ParquetFileWriter.Mode.OVERWRITE)
            .build()) {
      for (VectorSchemaRoot batch : batches) {
        support.batch(batch);
        for (int row = 0; row < batch.getRowCount(); row++) {
          writer.write(row);
        }
      }
    }
  }

  static CompressionCodecName codec(Compression compression) {
    return switch (compression.codec()) {
      case NONE -> CompressionCodecName.UNCOMPRESSED;
      case SNAPPY -> CompressionCodecName.SNAPPY;
      case GZIP -> CompressionCodecName.GZIP;
      case LZ4_RAW -> CompressionCodecName.LZ4_RAW;
      case ZSTD -> CompressionCodecName.ZSTD;
    };
  }

  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final Support support;

    Builder(OutputFile file, Support support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
      return support;
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }
  }

  /** Writes one value; chosen once per column and batch. */
  private interface Cell {
    void add(RecordConsumer out, int row);
  }

  /** Records are row numbers of the current batch, so nothing is copied twice. */
  private static final class Support extends WriteSupport<Integer> {
    private final Schema schema;
    private final List<Cell> cells = new ArrayList<>();
    private List<FieldVector> vectors = List.of();
    private @Nullable RecordConsumer consumer;

    Support(Schema schema) {
      this.schema = schema;
    }

    void batch(VectorSchemaRoot batch) {
      vectors = batch.getFieldVectors();
      cells.clear();
      vectors.forEach(v -> cells.add(cell(v)));
    }

    private static Cell cell(FieldVector vector) {
      if (vector instanceof BigIntVector v) {
        return (out, row) -> out.addLong(v.get(row));
      } else if (vector instanceof IntVector v) {
        return (out, row) -> out.addInteger(v.get(row));
      } else if (vector instanceof DateDayVector v) {
        return (out, row) -> out.addInteger(v.get(row));
      } else if (vector instanceof TimeStampVector v) {
        return (out, row) -> out.addLong(v.get(row));
      } else if (vector instanceof Float8Vector v) {
        return (out, row) -> out.addDouble(v.get(row));
      } else if (vector instanceof BitVector v) {
        return (out, row) -> out.addBoolean(v.get(row) != 0);
      } else if (vector instanceof VarCharVector v) {
        return (out, row) -> out.addBinary(Binary.fromConstantByteArray(v.get(row)));
      } else if (vector instanceof FixedSizeBinaryVector v) {
        return (out, row) -> out.addBinary(Binary.fromConstantByteArray(v.get(row)));
      } else if (vector instanceof DecimalVector v) {
        return v.getPrecision() <= 18
            ? (out, row) -> out.addLong(v.getDataBuffer().getLong(row * 16L))
            : (out, row) ->
                out.addBinary(Binary.fromConstantByteArray(ParquetJavaColumns.bigEndian(v, row)));
      }
      throw new IllegalArgumentException(vector.getField().toString());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(ParquetJavaSchema.of(schema), Map.of());
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(ParquetJavaSchema.of(schema), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Integer row) {
      RecordConsumer out = requireNonNull(consumer);
      out.startMessage();
      for (int c = 0; c < cells.size(); c++) {
        FieldVector vector = vectors.get(c);
        if (!vector.isNull(row)) {
          out.startField(vector.getName(), c);
          cells.get(c).add(out, row);
          out.endField(vector.getName(), c);
        }
      }
      out.endMessage();
    }
  }
}
