package dev.rivet.state;

import dev.rivet.spi.state.StateStore;
import dev.rivet.spi.state.StateStoreProvider;
import java.nio.file.Path;

/** Lets {@code Rivet.open} find the SQLite store on the class path. Thread-safe. */
public final class EmbeddedStateStoreProvider implements StateStoreProvider {
  @Override
  public StateStore embedded(Path file) {
    return JooqStateStore.sqlite(file);
  }
}
