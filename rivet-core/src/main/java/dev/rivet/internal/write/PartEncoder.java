package dev.rivet.internal.write;

import java.io.IOException;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Encodes batches into one part. One thread at a time; the batch stays the caller's and may be refilled as soon as {@link
 * #write} returns. The bytes depend on the rows and the options only, never on how the rows were batched or on threads.
 */
public interface PartEncoder extends AutoCloseable {

  /** Adds {@code count} rows of the batch, starting at row {@code from}. */
  void write(VectorSchemaRoot batch, int from, int count) throws IOException;

  /** Estimate of the part's size if it were finished now, open pages included. Cheap; used to honour a size limit. */
  long estimatedSize();

  /** Rows added so far. */
  long rows();

  /** Writes what is still open and the footer. The channel is not closed. */
  void finish() throws IOException;

  /** Releases memory. Without {@link #finish()} what was written is not a valid file. */
  @Override
  void close();
}
