package dev.rivet.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What becomes of a transaction whose process stalls or whose connection goes, on a real PostgreSQL. */
class LostConnectionIT {
  private static final ExportKey KEY = new ExportKey("default", "orders");
  private static final Duration TTL = Duration.ofMinutes(1);

  private final DataSource dataSource = PostgresServer.newDatabase();

  /** Nothing of it has happened, so it is done again: at whatever statement the server ended the session. */
  @Test
  void aTransactionThatLosesItsConnectionBeforeTheCommitIsRepeated() throws Exception {
    JooqStateStore plain = JooqStateStore.create(dataSource);
    assertThat(plain.acquireLease(KEY, "first", TTL)).isPresent();
    boolean isLost = true;
    int n = 0;
    while (isLost) {
      n++;
      ExportKey key = new ExportKey("default", "orders" + n);
      AtomicInteger untilLoss = new AtomicInteger(Integer.MAX_VALUE);
      JooqStateStore store = JooqStateStore.create(losing(untilLoss));
      assertThat(store.acquireLease(KEY, "other", TTL)).as("open, and up to date").isEmpty();
      untilLoss.set(n);
      Optional<Lease> lease = store.acquireLease(key, "me", TTL);
      isLost = untilLoss.get() <= 0;
      assertThat(lease).as("statement %s", n).isPresent();
      assertThat(plain.acquireLease(key, "other", TTL)).as("it is held").isEmpty();
    }
    assertThat(n).as("statements of the transaction").isGreaterThan(2);
  }

  /** SIGSTOP, a long collection, a suspended machine: others must not wait for its row locks. */
  @Test
  void aStalledTransactionIsEndedByTheServer() throws Exception {
    JooqStateStore store = JooqStateStore.create(dataSource);
    assertThat(store.acquireLease(KEY, "me", TTL)).isPresent();
    AtomicInteger seen = new AtomicInteger();
    JooqStateStore watched = JooqStateStore.create(watching(seen));
    assertThat(watched.acquireLease(KEY, "other", TTL)).isEmpty();
    assertThat(seen)
        .as("milliseconds that a transaction of the store may say nothing")
        .hasValue(10_000);
  }

  /** Ends the server's session before the statement whose turn it is. */
  private DataSource losing(AtomicInteger untilLoss) {
    return wrapped(
        connection -> {
          if (!connection.getAutoCommit() && untilLoss.decrementAndGet() == 0) {
            int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
              statement.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
            }
          }
        });
  }

  private DataSource watching(AtomicInteger timeout) {
    return wrapped(
        connection -> {
          if (connection.getAutoCommit()) {
            return;
          }
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "SELECT setting::int FROM pg_settings WHERE name ="
                          + " 'idle_in_transaction_session_timeout'")) {
            row.next();
            timeout.set(Math.max(timeout.get(), row.getInt(1)));
          }
        });
  }

  private interface BeforeStatement {
    void run(Connection connection) throws SQLException;
  }

  /** The same data source; the hook runs before each statement that is prepared. */
  private DataSource wrapped(BeforeStatement hook) {
    return new PGSimpleDataSource() {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = dataSource.getConnection();
        return (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("prepareStatement")) {
                    hook.run(connection);
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }
}
