package dev.rivet.bench.parquet;

import dev.rivet.format.Compression;
import dev.rivet.format.Parquet;
import dev.rivet.internal.parquet.ParquetEncoderFactory;
import dev.rivet.internal.write.PartEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Our writer. */
final class RivetContender implements Contender {
  private final UnaryOperator<Parquet> options;
  private final @Nullable ExecutorService helper;

  private RivetContender(UnaryOperator<Parquet> options, @Nullable ExecutorService helper) {
    this.options = options;
    this.helper = helper;
  }

  static RivetContender oneThread() {
    return new RivetContender(options -> options, null);
  }

  /** PLAIN and dictionaries only. */
  static RivetContender compatible() {
    return new RivetContender(Parquet::compatible, null);
  }

  static RivetContender twoThreads() {
    return new RivetContender(options -> options, Executors.newSingleThreadExecutor());
  }

  @Override
  public void write(List<VectorSchemaRoot> batches, Path file, Compression compression)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(batches, channel, compression);
    }
  }

  /** Does everything but write. */
  void discard(List<VectorSchemaRoot> batches, Compression compression) throws IOException {
    write(batches, Channels.newChannel(OutputStream.nullOutputStream()), compression);
  }

  private void write(
      List<VectorSchemaRoot> batches, WritableByteChannel channel, Compression compression)
      throws IOException {
    ParquetEncoderFactory factory =
        new ParquetEncoderFactory(
            batches.get(0).getSchema(), options.apply(Parquet.with(compression)), Map.of(), helper);
    try (PartEncoder encoder = factory.open(channel)) {
      for (VectorSchemaRoot batch : batches) {
        encoder.write(batch, 0, batch.getRowCount());
      }
      encoder.finish();
    }
  }

  @Override
  public void close() {
    if (helper != null) {
      helper.shutdown();
    }
  }
}
