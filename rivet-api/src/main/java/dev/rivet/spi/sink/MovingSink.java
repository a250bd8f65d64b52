package dev.rivet.spi.sink;

import java.io.IOException;

/** A sink that can move and remove objects; needed to quarantine and to clean up probes. */
public interface MovingSink extends ReadableSink {

  /** Moves an object, replacing the target. */
  void move(ObjectKey from, ObjectKey to) throws IOException;

  /** Removes an object; does nothing if it does not exist. */
  void delete(ObjectKey key) throws IOException;
}
