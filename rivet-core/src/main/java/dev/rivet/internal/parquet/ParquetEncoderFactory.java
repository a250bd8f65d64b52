package dev.rivet.internal.parquet;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.format.Parquet;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.internal.write.PartEncoderFactory;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files of one schema, written by {@link ParquetPartEncoder}. Immutable and thread-safe; the
 * encoders it opens are not.
 */
public final class ParquetEncoderFactory implements PartEncoderFactory {
  private static final String ARROW_SCHEMA = "ARROW:schema";

  private final Parquet options;
  private final @Nullable Executor helper;
  private final FileSchema schema;
  private final EncoderSettings settings;
  private final Set<String> bloomColumns;
  private final Map<String, String> keyValues;
  private final SegmentPool segments = new SegmentPool();

  /**
   * Checks that every column can be written.
   *
   * @param schema the batches' schema, as {@link dev.rivet.spi.dialect.ArrowSchema} makes it
   * @param options format options
   * @param keyValueMetadata entries for the footer; {@code ARROW:schema} is added
   * @param helper compresses pages beside the writing thread, or null; it stays the caller's, and
   *     the bytes do not depend on it
   * @throws dev.rivet.error.InvalidExportException if a column has no Parquet type, or a bloom
   *     filter is asked for that cannot be
   */
  public ParquetEncoderFactory(
      Schema schema,
      Parquet options,
      Map<String, String> keyValueMetadata,
      @Nullable Executor helper) {
    this.options = requireNonNull(options, "options");
    this.helper = helper;
    this.schema = FileSchema.of(schema);
    this.settings = EncoderSettings.of(options, this.schema.leaves().size());
    this.bloomColumns = new HashSet<>(options.bloomColumns());
    this.keyValues = new TreeMap<>(keyValueMetadata);
    // Lets Arrow readers restore field metadata. The message is built in heap memory.
    keyValues.put(ARROW_SCHEMA, Base64.getEncoder().encodeToString(schema.serializeAsMessage()));
    checkBloomColumns();
  }

  private void checkBloomColumns() {
    List<Problem> problems = new ArrayList<>();
    for (String column : options.bloomColumns()) {
      List<Leaf> leaves = schema.leaves().stream().filter(l -> l.name().equals(column)).toList();
      if (leaves.isEmpty()) {
        problems.add(
            new Problem(
                ErrorCode.COLUMN_NOT_FOUND,
                column,
                "bloomFilter names a column that is not there"));
      } else if (leaves.stream().anyMatch(l -> l.type().physical() == Type.BOOLEAN)) {
        problems.add(
            new Problem(
                ErrorCode.FORMAT_TYPE_UNSUPPORTED, column, "a boolean has no bloom filter"));
      }
    }
    if (!problems.isEmpty()) {
      throw ParquetErrors.bloomColumns(problems);
    }
  }

  @Override
  public PartEncoder open(WritableByteChannel out) throws IOException {
    CompressionCodec codec = PageCompressor.format(options.compression());
    PagePipeline pipeline = new PagePipeline(options.compression(), helper);
    WriterContext context = new WriterContext(codec, pipeline, segments, new RawPage());
    List<ColumnWriter> columns = new ArrayList<>(schema.leaves().size());
    for (Leaf leaf : schema.leaves()) {
      columns.add(ColumnWriter.of(leaf, settings, context, bloomColumns.contains(leaf.name())));
    }
    return new ParquetPartEncoder(
        new ParquetPartEncoder.EncoderLimits(
            options.rowGroupRows(),
            options.rowGroupBytes().bytes(),
            options.maxFileSizeLimit().isPresent()),
        pipeline,
        columns,
        new Output(out),
        new Footer(schema, footerEntries(), version()));
  }

  private List<KeyValue> footerEntries() {
    List<KeyValue> entries = new ArrayList<>();
    keyValues.forEach((key, value) -> entries.add(new KeyValue(key).setValue(value)));
    return entries;
  }

  /** Nanoseconds and the DELTA encodings came with format 2. */
  private int version() {
    return options.profile() == Parquet.Profile.MODERN ? 2 : 1;
  }
}
