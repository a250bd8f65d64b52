package dev.rivet.spi.sink;

import java.io.IOException;

/** A sink that takes the bytes of a part while they are encoded, so that no local copy is needed. */
public interface DirectSink extends Sink {

  /** Starts writing an object that stays invisible until {@link Upload#commit}. */
  Upload begin(ObjectKey key) throws IOException;

  /** Removes what a crashed process left behind below a prefix for one export (temporary files, open uploads); best effort. */
  void removeLeftovers(dev.rivet.unit.Location prefix, String namePrefix) throws IOException;
}
