package dev.rivet.dialect.postgres.internal.session;

import dev.rivet.dialect.postgres.internal.catalog.TableList;
import dev.rivet.dialect.postgres.internal.read.Link;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SourceIdentity;
import dev.rivet.spi.dialect.CatalogSession;
import dev.rivet.spi.dialect.CatalogTable;
import dev.rivet.spi.dialect.ServerLoad;
import dev.rivet.spi.dialect.ServerSession;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.TransactionClock;
import dev.rivet.type.TypeRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One borrowed connection. One thread at a time, except {@link #cancel()}. */
public final class PgSession implements CatalogSession, ServerSession, TransactionClock, Link {
  /** The dialect's name. */
  public static final String DIALECT = "postgres";

  static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.postgres");

  private static final Duration PROMPT = Duration.ofSeconds(10);

  private final Connection connection;
  private final PGConnection pg;
  private final boolean autoCommit;
  private final int prepareThreshold;
  private final int majorVersion;
  private final Transaction transaction;
  private final Cancellation cancellation;
  private @Nullable Server server;
  private boolean copyAllowed;
  private boolean binaryTransfer = true;
  private volatile boolean broken;
  private boolean closed;

  private PgSession(Connection connection, SessionSettings settings, boolean copyAllowed)
      throws SQLException {
    this.connection = connection;
    this.copyAllowed = copyAllowed;
    this.pg = connection.unwrap(PGConnection.class);
    this.autoCommit = connection.getAutoCommit();
    this.prepareThreshold = pg.getPrepareThreshold();
    this.majorVersion = connection.getMetaData().getDatabaseMajorVersion();
    this.transaction = new Transaction(connection, settings, majorVersion);
    this.cancellation = new Cancellation(pg, this::abort);
  }

  /** Borrows a connection. */
  public static PgSession open(DataSource dataSource, SessionSettings settings, boolean copyAllowed)
      throws SQLException {
    try {
      return prepared(dataSource.getConnection(), settings, copyAllowed);
    } catch (SQLException e) {
      throw ServerErrors.scrubbed(e);
    }
  }

  private static PgSession prepared(
      Connection connection, SessionSettings settings, boolean copyAllowed) throws SQLException {
    PgSession session = null;
    boolean ready = false;
    try {
      requireUsable(connection);
      session = new PgSession(connection, settings, copyAllowed);
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

  private static void requireUsable(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(BaseConnection.class)) {
      throw new SQLException(
          "PostgreSQL is read through its own driver (org.postgresql), not through "
              + connection.getClass().getName());
    }
    if (connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE) {
      throw new SQLException(
          "the data source handed out a connection with an open transaction; give Rivet connections"
              + " of its own",
          "25001");
    }
  }

  private void prepare() throws SQLException {
    // Named statements break behind transaction poolers, and we have no statement worth preparing.
    pg.setPrepareThreshold(0);
    connection.setAutoCommit(false);
    server = inTransaction(c -> Server.read(c, pg.getBackendPID()));
    if (server().isPooled()) {
      binaryTransfer = false;
      boolean moved = inTransaction(c -> Server.backendPid(c) != server().pid());
      server = server().behind(moved ? "transaction-pooler" : "pooler");
    }
  }

  Server server() {
    Server known = server;
    if (known == null) {
      throw new IllegalStateException("session is not open");
    }
    return known;
  }

  int majorVersion() {
    return majorVersion;
  }

  /** Runs something in a transaction of its own, or in that of the shared snapshot. Scrubs errors. */
  <T> T inTransaction(SqlWork<T> work) throws SQLException {
    requireOpen();
    cancellation.enter();
    boolean failed = true;
    try {
      cancellation.statementStarts();
      cancellation.waitStarts();
      transaction.begin();
      T result = work.run(connection);
      failed = false;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      cancellation.waitEnds();
      cancellation.statementEnds();
      try {
        endTransaction(failed);
      } finally {
        cancellation.leave();
      }
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

  @Override
  public SQLException failure(SQLException error) {
    boolean isStopped = ServerErrors.QUERY_CANCELED.equals(error.getSQLState()) || broken;
    if (isStopped && cancellation.isRequested()) {
      return new StatementCancelledException();
    }
    return ServerErrors.scrubbed(error);
  }

  @Override
  public void beginRead() throws SQLException {
    requireOpen();
    cancellation.enter();
    boolean begun = false;
    try {
      begin();
      begun = true;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      if (!begun) {
        endTransaction(true);
        cancellation.leave();
      }
    }
  }

  private void begin() throws SQLException {
    cancellation.statementStarts();
    cancellation.waitStarts();
    try {
      transaction.begin();
    } finally {
      cancellation.waitEnds();
      cancellation.statementEnds();
    }
  }

  @Override
  public void endRead(boolean failed) {
    try {
      endTransaction(failed);
    } finally {
      cancellation.leave();
    }
  }

  @Override
  public void restartRead() throws SQLException {
    endTransaction(true);
    transaction.begin();
  }

  /** Waits for the server, but not for ever: it may be gone without a word. */
  private void within(Duration limit, SqlAction action) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
    try {
      action.run();
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  /** A few statements that take no time. */
  @FunctionalInterface
  private interface SqlAction {
    void run() throws SQLException;
  }

  private void endTransaction(boolean failed) {
    if (broken) {
      return;
    }
    try {
      if (transaction.endsWith(failed)) {
        within(PROMPT, () -> transaction.end(failed));
      }
    } catch (SQLException e) {
      LOG.debug("rollback failed: {}", e.getSQLState());
      abort();
    }
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
  public void waitStarts() {
    cancellation.waitStarts();
  }

  @Override
  public void waitEnds() {
    cancellation.waitEnds();
  }

  @Override
  public void checkCancelled() throws SQLException {
    if (cancellation.isRequested()) {
      throw new StatementCancelledException();
    }
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void stopStatement() throws SQLException {
    cancellation.stopRunning();
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
  public Connection connection() {
    return connection;
  }

  @Override
  public PGConnection pg() {
    return pg;
  }

  @Override
  public boolean isCopyAllowed() {
    return copyAllowed;
  }

  @Override
  public void copyRefused() {
    LOG.info("the server refuses COPY; reading with a cursor instead, which is slower");
    copyAllowed = false;
  }

  @Override
  public boolean isBinaryTransferAllowed() {
    return binaryTransfer;
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
    return tables(TableList.ALL);
  }

  @Override
  public List<CatalogTable> tables(String schema) throws SQLException {
    return inTransaction(c -> TableList.read(c, schema));
  }

  @Override
  public OptionalInt maxConnections() throws SQLException {
    return inTransaction(ServerWatch::maxConnections);
  }

  @Override
  public ServerLoad load() throws SQLException {
    return inTransaction(c -> ServerWatch.load(c, majorVersion));
  }

  @Override
  public Instant serverTime() throws SQLException {
    return inTransaction(OpenTransactions::serverTime);
  }

  @Override
  public boolean seesTransactions() throws SQLException {
    return inTransaction(OpenTransactions::areVisible);
  }

  @Override
  public Optional<Instant> oldestTransaction() throws SQLException {
    return inTransaction(OpenTransactions::oldest);
  }

  @Override
  public boolean canShareSnapshot() throws SQLException {
    requireOpen();
    return !server().isPooled();
  }

  @Override
  public String exportSnapshot() throws SQLException {
    requireOpen();
    try {
      return transaction.exportSnapshot();
    } catch (SQLException e) {
      endTransaction(true);
      throw failure(e);
    }
  }

  @Override
  public void joinSnapshot(String token) throws SQLException {
    requireOpen();
    try {
      transaction.joinSnapshot(token);
    } catch (SQLException e) {
      endTransaction(true);
      throw failure(e);
    }
  }

  @Override
  public void cancel() {
    cancellation.cancel();
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
    within(PROMPT, transaction::finish);
    pg.setPrepareThreshold(prepareThreshold);
    if (autoCommit) {
      connection.setAutoCommit(true);
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
