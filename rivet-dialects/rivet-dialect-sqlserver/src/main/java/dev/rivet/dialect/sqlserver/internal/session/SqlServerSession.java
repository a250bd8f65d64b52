package dev.rivet.dialect.sqlserver.internal.session;

import dev.rivet.dialect.sqlserver.internal.read.Link;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.CatalogTable;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.spi.dialect.support.Cancellation;
import dev.rivet.spi.dialect.support.StatementCancelledException;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One borrowed connection. One thread at a time, except {@link #cancel()}. */
public final class SqlServerSession implements CatalogSession, Link {
  /** The dialect's name. */
  public static final String DIALECT = "sqlserver";

  private static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.sqlserver");

  /** {@code SQLServerConnection.TRANSACTION_SNAPSHOT}. */
  private static final int SNAPSHOT = 4096;

  /** {@code SQLServerResultSet.TYPE_SS_DIRECT_FORWARD_ONLY}: no server cursor, whatever the URL says. */
  private static final int DIRECT_FORWARD_ONLY = 2003;

  private final Connection connection;
  private final SessionSettings settings;
  private final boolean autoCommit;
  private final int isolation;
  private final Cancellation cancellation;
  private @Nullable Server server;
  private volatile @Nullable PreparedStatement running;
  private volatile boolean broken;
  private boolean reading;
  private boolean closed;

  private SqlServerSession(Connection connection, SessionSettings settings) throws SQLException {
    this.connection = connection;
    this.settings = settings;
    this.autoCommit = connection.getAutoCommit();
    this.isolation = connection.getTransactionIsolation();
    this.cancellation = new Cancellation(this::stopDriver);
  }

  /** Borrows a connection. */
  public static SqlServerSession open(DataSource dataSource, SessionSettings settings)
      throws SQLException {
    Connection connection = dataSource.getConnection();
    SqlServerSession session = null;
    boolean ready = false;
    try {
      requireIdle(connection);
      session = new SqlServerSession(connection, settings);
      session.prepare();
      ready = true;
      return session;
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

  /** Somebody's open transaction must not be ended by us. */
  private static void requireIdle(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@TRANCOUNT AS n")) {
      if (row.next() && row.getInt(1) > 0) {
        throw new SQLException(
            "the data source handed out a connection with an open transaction; give Rivet"
                + " connections of its own",
            "25001");
      }
    }
  }

  private void prepare() throws SQLException {
    if (!autoCommit) {
      connection.setAutoCommit(true); // settings are made outside a transaction
    }
    Server known = Server.read(connection);
    server = known;
    if (!settings.lockTimeout().isZero()) {
      lockTimeout(Math.min(Integer.MAX_VALUE, settings.lockTimeout().toMillis()));
    }
    connection.setTransactionIsolation(
        known.hasSnapshot() ? SNAPSHOT : Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
  }

  private void lockTimeout(long millis) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCK_TIMEOUT " + millis);
    }
  }

  Server server() {
    Server known = server;
    if (known == null) {
      throw new IllegalStateException("session is not open");
    }
    return known;
  }

  /** Runs something that reads, in a transaction of its own. */
  <T> T inTransaction(SqlWork<T> work) throws SQLException {
    beginRead();
    boolean failed = true;
    try {
      T result = work.run(connection);
      failed = false;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      statementEnds();
      endRead(failed);
    }
  }

  /** Runs a statement that may be cancelled. */
  ResultSet queried(PreparedStatement statement) throws SQLException {
    cancellation.statementStarts();
    running(statement);
    return statement.executeQuery();
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
    if (reading) {
      throw new IllegalStateException("one read at a time");
    }
    reading = true;
    cancellation.enter();
  }

  @Override
  public void endRead(boolean failed) {
    reading = false;
    running = null;
    try {
      if (!broken) {
        connection.rollback();
      }
    } catch (SQLException e) {
      LOG.debug("rollback failed: {}", e.getSQLState());
      abort();
    } finally {
      cancellation.leave();
    }
  }

  @Override
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql, DIRECT_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    Duration timeout = settings.statementTimeout();
    if (!timeout.isZero()) {
      statement.setQueryTimeout(
          (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.plusMillis(999).toSeconds())));
    }
    Adaptive.stream(statement);
    return statement;
  }

  @Override
  public long deadline() {
    Duration timeout = settings.statementTimeout();
    return System.nanoTime() + (timeout.isZero() ? Long.MAX_VALUE / 2 : timeout.toNanos());
  }

  @Override
  public SQLException timeout() {
    return new SQLTimeoutException(
        "the statement ran longer than " + settings.statementTimeout(), "HYT00");
  }

  @Override
  public void running(PreparedStatement statement) {
    running = statement;
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

  private void stopDriver() throws SQLException {
    PreparedStatement statement = running;
    if (statement != null) {
      statement.cancel();
    }
  }

  @Override
  public SQLException failure(SQLException error) {
    if (cancellation.isRequested() && !(error instanceof ValueRefusedException)) {
      StatementCancelledException cancelled = new StatementCancelledException();
      cancelled.initCause(error);
      return cancelled;
    }
    return ServerErrors.scrubbed(error);
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
    return inTransaction(c -> new Resolver(this, rules).resolve(relation));
  }

  @Override
  public List<CatalogTable> tables() throws SQLException {
    return inTransaction(c -> TableList.read(this, ""));
  }

  @Override
  public List<CatalogTable> tables(String schema) throws SQLException {
    return inTransaction(c -> TableList.read(this, schema));
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
        "SQL Server cannot share a snapshot between connections: each slice is read in a"
            + " transaction of its own. Use Consistency.PER_SLICE, or a single slice",
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
      giveBack();
    }
  }

  private void restore() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    if (server != null && !settings.lockTimeout().isZero()) {
      lockTimeout(server().lockTimeout());
    }
    connection.setTransactionIsolation(isolation);
    if (!autoCommit) {
      connection.setAutoCommit(false);
    }
  }

  private void giveBack() throws SQLException {
    try {
      connection.close();
    } catch (SQLException e) {
      if (!broken) {
        throw e;
      }
      LOG.debug("closing a broken connection: {}", e.getSQLState());
    }
  }
}
