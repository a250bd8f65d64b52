package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.catalog.TableList;
import dev.rivet.dialect.jdbc.internal.driver.Product;
import dev.rivet.dialect.jdbc.internal.read.Link;
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
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One borrowed connection. One thread at a time, except {@link #cancel()}. */
public final class JdbcSession implements CatalogSession, Link {
  /** The dialect's name. */
  public static final String DIALECT = "jdbc";

  private static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.jdbc");

  private final Connection connection;
  private final boolean autoCommit;
  private final boolean readOnly;
  private final int timeoutSeconds;
  private final Product product;
  private final Names names;
  private final Cancellation cancellation;
  private final Deadline deadline;
  private volatile @Nullable Statement running;
  private volatile boolean broken;
  private boolean reading;
  private boolean closed;

  private JdbcSession(Connection connection, SessionSettings settings) throws SQLException {
    this.connection = connection;
    this.autoCommit = connection.getAutoCommit();
    this.readOnly = connection.isReadOnly();
    this.timeoutSeconds = seconds(settings.statementTimeout());
    this.cancellation = new Cancellation(this::stopDriver);
    this.deadline = new Deadline(settings.statementTimeout(), this::stopStatement);
    DatabaseMetaData metaData = connection.getMetaData();
    this.product = Product.of(metaData);
    this.names = Names.of(metaData);
  }

  private static int seconds(Duration timeout) {
    long whole = timeout.isZero() ? 0 : Math.max(1, timeout.plusMillis(999).toSeconds());
    return (int) Math.min(Integer.MAX_VALUE, whole);
  }

  /** Borrows a connection. */
  public static JdbcSession open(DataSource dataSource, SessionSettings settings)
      throws SQLException {
    Connection connection = dataSource.getConnection();
    JdbcSession session = null;
    boolean ready = false;
    try {
      Transactions.requireNone(connection);
      session = new JdbcSession(connection, settings);
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

  private void prepare() throws SQLException {
    try {
      connection.setReadOnly(true);
    } catch (SQLException e) {
      LOG.debug("the driver cannot make a connection read-only: {}", e.getClass().getSimpleName());
    }
    if (autoCommit) {
      connection.setAutoCommit(false); // many drivers stream rows only within a transaction
    }
  }

  Product product() {
    return product;
  }

  Names names() {
    return names;
  }

  /** Runs something that reads, in a transaction of its own. */
  <T> T inTransaction(SqlWork<T> work) throws SQLException {
    beginRead();
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      statementEnds();
      endRead();
    }
  }

  /** One row of a statement that may be cancelled. */
  <T> T queried(PreparedStatement statement, RowWork<T> work) throws SQLException {
    statementStarts(statement);
    try (ResultSet rows = statement.executeQuery()) {
      return work.read(rows);
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
    if (reading) {
      throw new IllegalStateException("one read at a time");
    }
    reading = true;
    cancellation.enter();
  }

  @Override
  public void endRead() {
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
        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    if (timeoutSeconds > 0 && product == Product.OTHER) {
      statement.setQueryTimeout(timeoutSeconds);
    }
    return statement;
  }

  @Override
  public void statementStarts(Statement statement) throws SQLException {
    running = statement;
    cancellation.statementStarts();
    deadline.starts();
  }

  @Override
  public void requireRunning() throws SQLException {
    if (cancellation.isRequested()) {
      throw new StatementCancelledException();
    }
    if (deadline.isOver()) {
      throw deadline.exceeded();
    }
  }

  @Override
  public void statementEnds() {
    deadline.ends();
    cancellation.statementEnds();
  }

  @Override
  public void stopStatement() {
    try {
      cancellation.stopRunning();
    } catch (SQLException e) {
      LOG.debug("the driver cannot stop a statement: {}", e.getSQLState());
    }
  }

  private void stopDriver() throws SQLException {
    Statement statement = running;
    if (statement != null) {
      statement.cancel();
    }
  }

  @Override
  public boolean isHarmless(SQLException error) {
    return !DriverErrors.classify(error).reconnect();
  }

  @Override
  public SQLException failure(SQLException error) {
    if (cancellation.isRequested() && !(error instanceof ValueRefusedException)) {
      StatementCancelledException cancelled = new StatementCancelledException();
      cancelled.initCause(error);
      return cancelled;
    }
    if (deadline.isOver() && !(error instanceof ValueRefusedException)) {
      return deadline.exceeded();
    }
    return DriverErrors.scrubbed(error);
  }

  @Override
  public void abort() {
    broken = true;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | AbstractMethodError e) {
      LOG.debug("abort failed: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public SourceIdentity identity() throws SQLException {
    requireOpen();
    DatabaseMetaData metaData = connection.getMetaData();
    String catalog = connection.getCatalog();
    String database = catalog == null ? "" : catalog;
    return new SourceIdentity(
        DIALECT,
        String.valueOf(metaData.getDatabaseProductName()),
        String.valueOf(metaData.getDatabaseProductVersion()),
        database,
        DIALECT + "/" + Names.fingerprint(String.valueOf(metaData.getURL())) + "/" + database,
        "direct");
  }

  @Override
  public SourceRelation resolve(Relation relation, TypeRules rules) throws SQLException {
    return inTransaction(c -> Resolver.resolve(this, c, relation, rules));
  }

  @Override
  public List<CatalogTable> tables() throws SQLException {
    return inTransaction(c -> TableList.read(c, product, ""));
  }

  @Override
  public List<CatalogTable> tables(String schema) throws SQLException {
    return inTransaction(c -> TableList.read(c, product, schema));
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
        "JDBC has no way to share a snapshot between connections: each slice is one statement on"
            + " one connection. Use Consistency.PER_SLICE, or a single slice",
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
    }
    if (autoCommit) {
      connection.setAutoCommit(true);
    }
    if (connection.isReadOnly() != readOnly) {
      connection.setReadOnly(readOnly);
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
