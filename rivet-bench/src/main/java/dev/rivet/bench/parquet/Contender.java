package dev.rivet.bench.parquet;

import dev.rivet.format.Compression;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Someone who writes Arrow batches into a Parquet file. Used by one thread; closed in the end. */
@SuppressWarnings("try")
interface Contender extends AutoCloseable {

  /** Takes note of the batches; what a user would not pay for on every file is done here. */
  default void prepare(List<VectorSchemaRoot> batches) throws Exception {}

  /** Writes the batches given to {@link #prepare}. */
  void write(List<VectorSchemaRoot> batches, Path file, Compression compression) throws Exception;

  @Override
  default void close() throws Exception {}
}
