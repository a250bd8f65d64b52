package dev.rivet.spi.sink;

import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A sink whose objects can be listed and read back; needed by validate, reconcile at depth PARTS, and repair. */
public interface ReadableSink extends Sink {

  /** The object, if it exists. */
  Optional<StoredObject> head(ObjectKey key) throws IOException;

  /**
   * Reads from an offset to the end.
   *
   * @throws java.nio.file.NoSuchFileException if the key does not exist
   */
  InputStream open(ObjectKey key, long offset) throws IOException;

  /** All visible objects below a prefix, in name order; an absent prefix is empty. */
  List<StoredObject> list(Location prefix) throws IOException;
}
