package dev.rivet.state;

import dev.rivet.spi.state.StateStore;
import dev.rivet.tck.state.StateStoreContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreContract {
  @TempDir Path folder;

  @Override
  protected StateStore open(Clock clock) {
    return JooqStateStore.builder().clock(clock).sqlite(folder.resolve("state.db"));
  }
}
