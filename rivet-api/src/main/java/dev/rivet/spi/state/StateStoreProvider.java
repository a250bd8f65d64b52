package dev.rivet.spi.state;

import java.nio.file.Path;

/** Opens the embedded state store for applications that do not pass one; found by {@link java.util.ServiceLoader}. */
public interface StateStoreProvider {
  /** A store in a file, created if missing. */
  StateStore embedded(Path file) throws StateException;
}
