package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.catalog.TableList;
import dev.rivet.dialect.mysql.internal.driver.Driver;
import dev.rivet.dialect.mysql.internal.driver.Drivers;
import dev.rivet.dialect.mysql.internal.driver.RowAccess;
import dev.rivet.dialect.mysql.internal.driver.Running;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.CatalogTable;
import dev.rivet.spi.dialect.ServerLoad;
import dev.rivet.spi.dialect.ServerSession;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.TransactionClock;
import dev.rivet.spi.dialect.support.Cancellation;
import dev.rivet.spi.dialect.support.ReadLink;
import dev.rivet.spi.dialect.support.StatementCancelledException;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One borrowed connection. One thread at a time, except {@link #cancel()}. */
public final class MySqlSession
    implements CatalogSession, ServerSession, TransactionClock, ReadLink, Running {
  /** The dialect's name. */
  public static final String DIALECT = "mysql";

  static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.mysql");

  private static final long KILL_MILLIS = 4_000;

  private final Connection connection;
  private final Driver driver;
  private final boolean autoCommit;
  private final Transaction transaction;
  private final Cancellation cancellation;
  private @Nullable Server server;
  private @Nullable SessionVariables variables;
  private @Nullable RowAccess rows;
  private volatile boolean broken;
  private boolean closed;

  private MySqlSession(Connection connection, Driver driver) throws SQLException {
    this.connection = connection;
    this.driver = driver;
    this.autoCommit = connection.getAutoCommit();
    this.transaction = new Transaction(connection);
    this.cancellation = new Cancellation(this::kill);
  }

  /** Borrows a connection; rows are taken from it by no faster way than {@code best}. */
  public static MySqlSession open(
      DataSource dataSource, SessionSettings settings, RowAccess.Level best) throws SQLException {
    Connection connection = dataSource.getConnection();
    MySqlSession session = null;
    boolean ready = false;
    try {
      session = new MySqlSession(connection, requireUsable(connection));
      session.prepare(settings, best);
      ready = true;
      return session;
    } catch (SQLException e) {
      throw ServerErrors.scrubbed(e);
    } finally {
      if (!ready) {
        if (session == null) {
          connection.close();
        } else {
          session.close();
        }
      }
    }
  }

  private static Driver requireUsable(Connection connection) throws SQLException {
    Driver driver =
        Drivers.of(connection)
            .orElseThrow(
                () ->
                    new SQLException(
                        "MySQL and MariaDB are read through MySQL Connector/J or MariaDB"
                            + " Connector/J, not through "
                            + connection.getClass().getName()));
    if (driver.isInTransaction()) {
      throw new SQLException(
          "the data source handed out a connection with an open transaction; give Rivet connections"
              + " of its own",
          "25001");
    }
    return driver;
  }

  private void prepare(SessionSettings settings, RowAccess.Level best) throws SQLException {
    if (!autoCommit) {
      connection.setAutoCommit(true); // our transactions are explicit, catalog queries need none
    }
    driver.adapt();
    Server known = Server.read(connection);
    server = known;
    variables = new SessionVariables(connection, known, settings);
    variables.set();
    rows = RowAccess.proven(driver, connection, this, best);
  }

  Server server() {
    Server known = server;
    if (known == null) {
      throw new IllegalStateException("session is not open");
    }
    return known;
  }

  RowAccess rows() {
    RowAccess known = rows;
    if (known == null) {
      throw new IllegalStateException("session is not open");
    }
    return known;
  }

  Driver driver() {
    return driver;
  }

  /** How rows are taken from the driver; for tests. */
  public RowAccess.Level level() {
    return rows().level();
  }

  /** Runs something that reads, in a transaction of its own. Scrubs errors. */
  <T> T inTransaction(SqlWork<T> work) throws SQLException {
    beginRead();
    boolean failed = true;
    try {
      cancellation.statementStarts();
      T result = work.run(connection);
      failed = false;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      cancellation.statementEnds();
      endRead(failed);
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new IllegalStateException("session is closed");
    }
    if (broken) {
      throw new SQLException("the connection is in an unknown state and was given up", "08003");
    }
  }

  void beginRead() throws SQLException {
    requireOpen();
    cancellation.enter();
    boolean begun = false;
    try {
      transaction.begin();
      begun = true;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      if (!begun) {
        endRead(true);
      }
    }
  }

  @Override
  public void endRead(boolean failed) {
    try {
      if (!broken) {
        if (cancellation.takeSent()) {
          absorbLateKill();
        }
        transaction.end();
      }
    } catch (SQLException e) {
      LOG.debug("rollback failed: {}", e.getSQLState());
      abort();
    } finally {
      cancellation.leave();
    }
  }

  /** A KILL that came after the last row of its statement may hit the next one: let that be one without meaning. */
  private void absorbLateKill() throws SQLException {
    for (int i = 0; ; i++) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DO 0");
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != ServerErrors.QUERY_INTERRUPTED || i > 2) {
          throw e;
        }
      }
    }
  }

  @Override
  public SQLException failure(SQLException error) {
    boolean stopped = error.getErrorCode() == ServerErrors.QUERY_INTERRUPTED || broken;
    if (stopped && cancellation.isRequested()) {
      return new StatementCancelledException();
    }
    return ServerErrors.scrubbed(error);
  }

  @Override
  public void statementStarts() throws SQLException {
    cancellation.statementStarts();
  }

  @Override
  public void statementEnds() {
    cancellation.statementEnds();
  }

  @Override
  public void stopStatement() throws SQLException {
    cancellation.stopRunning();
  }

  /** The drivers' own {@code cancel()} is not enough: one of them ignores it while rows are streaming. */
  private void kill() throws SQLException {
    SQLException[] failure = new SQLException[1];
    long id = server().connectionId();
    Thread side =
        new Thread(
            () -> {
              try {
                driver.killQuery(id);
              } catch (SQLException e) {
                failure[0] = e;
              }
            },
            "rivet-mysql-kill");
    side.setDaemon(true);
    side.start();
    try {
      side.join(KILL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (side.isAlive() || failure[0] != null) {
      abort(); // the server could not be asked in time
      throw failure[0] != null
          ? failure[0]
          : new SQLException("the server was not reached to stop a statement", "08001");
    }
  }

  @Override
  public void abort() {
    broken = true;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("abort failed: {}", e.getSQLState());
    }
  }

  @Override
  public SourceIdentity identity() throws SQLException {
    requireOpen();
    return server().identity();
  }

  @Override
  public SourceRelation resolve(Relation relation, TypeRules rules) throws SQLException {
    return inTransaction(c -> Resolver.resolve(this, c, relation, rules));
  }

  @Override
  public List<CatalogTable> tables() throws SQLException {
    return inTransaction(c -> TableList.read(c, ""));
  }

  @Override
  public List<CatalogTable> tables(String schema) throws SQLException {
    return inTransaction(c -> TableList.read(c, schema));
  }

  @Override
  public Instant serverTime() throws SQLException {
    return inTransaction(
        c -> {
          try (PreparedStatement statement =
                  c.prepareStatement(
                      "SELECT CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) AS"
                          + " CHAR)");
              ResultSet rows = statement.executeQuery()) {
            rows.next();
            return Instant.EPOCH.plus(Long.parseLong(rows.getString(1)), ChronoUnit.MICROS);
          }
        });
  }

  /** The server's list gives local times of whole seconds, to accounts with a privilege only. */
  @Override
  public boolean seesTransactions() {
    return false;
  }

  @Override
  public Optional<Instant> oldestTransaction() {
    return Optional.empty();
  }

  @Override
  public OptionalInt maxConnections() throws SQLException {
    return inTransaction(ServerWatch::maxConnections);
  }

  @Override
  public ServerLoad load() throws SQLException {
    return inTransaction(ServerWatch::load);
  }

  @Override
  public boolean canShareSnapshot() throws SQLException {
    requireOpen();
    return false;
  }

  @Override
  public String exportSnapshot() throws SQLException {
    requireOpen();
    throw noSharing();
  }

  @Override
  public void joinSnapshot(String token) throws SQLException {
    requireOpen();
    throw noSharing();
  }

  private static SQLException noSharing() {
    return new SQLFeatureNotSupportedException(
        "MySQL and MariaDB cannot share a snapshot between connections: each slice is read on one"
            + " snapshot of its own. Use Consistency.PER_SLICE, or a single slice",
        "0A000");
  }

  @Override
  public void cancel() {
    SQLException failure = cancellation.cancel();
    if (failure != null) {
      LOG.debug("cancel request failed: {}", failure.getSQLState());
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!broken) {
        restore();
      }
    } catch (SQLException e) {
      LOG.debug("connection could not be restored: {}", e.getSQLState());
      abort();
    } finally {
      driver.restore();
      giveBack();
    }
  }

  private void restore() throws SQLException {
    transaction.end();
    if (variables != null) {
      variables.restore();
    }
    if (!autoCommit) {
      connection.setAutoCommit(false);
    }
  }

  private void giveBack() throws SQLException {
    try {
      connection.close();
    } catch (SQLException e) {
      if (!broken) {
        throw ServerErrors.scrubbed(e);
      }
      LOG.debug("closing a broken connection: {}", e.getSQLState());
    }
  }
}
