package dev.rivet.internal.write;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Makes the encoders of one export; created once per run from format and schema, so that what can be decided per column is
 * decided once. Thread-safe: slices that run in parallel share it.
 */
public interface PartEncoderFactory {
  /** A new encoder that appends to the channel from its current position. */
  PartEncoder open(WritableByteChannel out) throws IOException;
}
