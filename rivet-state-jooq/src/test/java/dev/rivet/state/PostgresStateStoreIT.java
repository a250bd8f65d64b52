package dev.rivet.state;

import dev.rivet.spi.state.StateStore;
import dev.rivet.tck.state.StateStoreContract;
import java.time.Clock;
import javax.sql.DataSource;

class PostgresStateStoreIT extends StateStoreContract {
  private final DataSource dataSource = PostgresServer.newDatabase();

  @Override
  protected StateStore open(Clock clock) {
    return JooqStateStore.builder().clock(clock).create(dataSource);
  }
}
