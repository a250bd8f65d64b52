package dev.rivet.spi.sink;

import dev.rivet.unit.Location;
import java.io.IOException;
import java.util.function.Predicate;

/** A sink that takes the bytes of a part while they are encoded, so that no local copy is needed. */
public interface DirectSink extends Sink {

  /** Starts writing an object that stays invisible until {@link Upload#commit}. */
  Upload begin(ObjectKey key) throws IOException;

  /**
   * Removes what a crashed process left unfinished below a prefix (temporary files, open uploads); best effort. What somebody may
   * still be writing stays, and so does every finished object.
   *
   * @param prefix destination of an export
   * @param namePrefix how names of the objects in question begin, for stores that can list by it; empty for all. Names of other
   *     exports may begin alike: {@code a_} is the beginning of those of {@code a} and {@code a_b}
   * @param isOwn tells by the name of the object that was being written, relative to the prefix, whether it is one's own. Only
   *     what it accepts may be removed. A sink that had to cut a long name gives the beginning
   * @throws IOException if the store cannot be asked
   */
  void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
      throws IOException;
}
