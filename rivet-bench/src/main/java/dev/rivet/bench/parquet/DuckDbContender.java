package dev.rivet.bench.parquet;

import static java.util.Objects.requireNonNull;

import dev.rivet.format.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/** DuckDB's {@code COPY … TO}: from Arrow memory through the C data interface, or from a table of its own. */
final class DuckDbContender implements Contender {
  private final boolean isFromArrow;
  private final Connection connection;

  private DuckDbContender(boolean isFromArrow, int threads) throws SQLException {
    this.isFromArrow = isFromArrow;
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
    execute("SET threads = " + threads);
    execute("SET TimeZone = 'UTC'");
  }

  /** Needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}, as everything does that exports Arrow memory. */
  static DuckDbContender fromArrow() throws SQLException {
    return new DuckDbContender(true, 1);
  }

  static DuckDbContender fromTable() throws SQLException {
    return new DuckDbContender(false, 1);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void prepare(List<VectorSchemaRoot> batches) throws Exception {
    if (!isFromArrow) {
      Path file = Files.createTempFile("rivet-bench", ".parquet");
      try (RivetContender rivet = RivetContender.oneThread()) {
        rivet.write(batches, file, Compression.none());
        execute("CREATE OR REPLACE TABLE sales AS SELECT * FROM read_parquet('" + file + "')");
      } finally {
        Files.delete(file);
      }
    }
  }

  @Override
  public void write(List<VectorSchemaRoot> batches, Path file, Compression compression)
      throws Exception {
    if (!isFromArrow) {
      copy(file, compression);
      return;
    }
    BufferAllocator root = batches.get(0).getVector(0).getAllocator().getRoot();
    try (BufferAllocator allocator = root.newChildAllocator("stream", 0, Long.MAX_VALUE);
        BatchReader reader = new BatchReader(allocator, batches);
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, reader, stream);
      connection.unwrap(DuckDBConnection.class).registerArrowStream("sales", stream);
      copy(file, compression);
    }
  }

  private void copy(Path file, Compression compression) throws SQLException {
    String codec =
        compression.codec() == Compression.Codec.NONE
            ? "uncompressed"
            : compression.codec().name().toLowerCase(Locale.ROOT);
    String level =
        compression.codec() == Compression.Codec.ZSTD
            ? ", COMPRESSION_LEVEL " + compression.level()
            : "";
    execute(
        "COPY (SELECT * FROM sales) TO '"
            + file
            + "' (FORMAT parquet, ROW_GROUP_SIZE 131072, COMPRESSION "
            + codec
            + level
            + ")");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The batches as a stream; their buffers are shared, not copied. */
  private static final class BatchReader extends ArrowReader {
    private final List<VectorSchemaRoot> batches;
    private int next;

    BatchReader(BufferAllocator allocator, List<VectorSchemaRoot> batches) {
      super(allocator);
      this.batches = batches;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      if (next == batches.size()) {
        return false;
      }
      VectorSchemaRoot batch = requireNonNull(batches.get(next++));
      try (ArrowRecordBatch record = new VectorUnloader(batch).getRecordBatch()) {
        new VectorLoader(getVectorSchemaRoot()).load(record);
      }
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return batches.get(0).getSchema();
    }
  }
}
