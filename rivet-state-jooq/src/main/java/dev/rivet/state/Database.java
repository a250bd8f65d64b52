package dev.rivet.state;

import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** Runs transactions, brings the schema up to date before the first one, and says what failed. */
final class Database {
  /** How often a SQLite file is tried whose journal mode somebody else is just changing, which does not wait. */
  private static final int OPEN_ATTEMPTS = 100;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Connections connections;
  private final Clock clock;
  private final @Nullable String schema;
  private final Migrations migrations;

  /** PostgreSQL's states for a session it ended: idle for too long in a transaction, or by an administrator. */
  private static final String STALLED = "25P03";

  private static final String ENDED = "57P01";

  private final ReentrantLock opening = new ReentrantLock();
  private volatile boolean isCurrent;

  Database(Connections connections, Clock clock, @Nullable String schema, Migrations migrations) {
    this.connections = connections;
    this.clock = clock;
    this.schema = schema;
    this.migrations = migrations;
  }

  <T> T read(String what, Tx.Work<T> work) throws StateException {
    return transact("read " + what, false, work);
  }

  <T> T change(String what, Tx.Work<T> work) throws StateException {
    return transact(what, true, work);
  }

  void write(String what, Tx.Step step) throws StateException {
    boolean unused =
        change(
            what,
            tx -> {
              step.in(tx);
              return true;
            });
  }

  void close() throws StateException {
    try {
      connections.close();
    } catch (SQLException e) {
      throw failure("close", e, e);
    }
  }

  private <T> T transact(String what, boolean isWriting, Tx.Work<T> work) throws StateException {
    if (!isCurrent) {
      migrate(what);
    }
    try {
      return run(what, isWriting, work);
    } catch (SQLException | DataAccessException e) {
      if (!isLost(e)) {
        throw failure(what, e);
      }
    }
    // The connection went before the commit was sent, so nothing happened: once more, on another
    // one.
    try {
      return run(what, isWriting, work);
    } catch (SQLException | DataAccessException e) {
      throw failure(what, e);
    }
  }

  private static boolean isLost(Exception e) {
    SQLException cause =
        e instanceof DataAccessException d ? d.getCause(SQLException.class) : (SQLException) e;
    String state = cause == null ? null : cause.getSQLState();
    return state != null
        && (state.startsWith("08") || state.equals(STALLED) || state.equals(ENDED));
  }

  private StateException failure(String what, Exception e) {
    return e instanceof DataAccessException d
        ? failure(what, d)
        : failure(what, (SQLException) e, e);
  }

  private void migrate(String what) throws StateException {
    opening.lock();
    try {
      for (int attempt = 1; !isCurrent; attempt++) {
        try {
          while (run(what, true, tx -> migrations.step(tx, schema, toString()))) {
            // one transaction each
          }
          isCurrent = true;
        } catch (SQLException e) {
          if (!isBusy(e) || attempt == OPEN_ATTEMPTS) {
            throw failure("open, to " + what, e, e);
          }
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (DataAccessException e) {
      throw failure("bring up to date, to " + what, e);
    } finally {
      opening.unlock();
    }
  }

  private static boolean isBusy(SQLException e) {
    return e instanceof org.sqlite.SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_BUSY;
  }

  private <T> T run(String what, boolean isWriting, Tx.Work<T> work)
      throws SQLException, StateException {
    try (Connections.Held held = connections.take()) {
      Connection connection = held.connection();
      boolean isDone = false;
      try {
        Engine engine = Engine.of(connection);
        engine.begin(connection, isWriting);
        DSLContext db = DSL.using(new DefaultConnectionProvider(connection), engine.dialect());
        engine.settle(db, schema);
        T result = work.in(new Tx(db, engine, InstantBinding.stored(clock.instant())));
        commit(what, connection);
        isDone = true;
        return result;
      } finally {
        end(held, isDone);
      }
    }
  }

  private void commit(String what, Connection connection) throws StateException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw failure(what + ", and whether it happened is not known,", e, e);
    }
  }

  /** Never throws: what the work threw, or that it is committed, matters more. */
  private static void end(Connections.Held held, boolean isDone) {
    try {
      Connection connection = held.connection();
      if (!connection.getAutoCommit()) {
        if (!isDone) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException | RuntimeException e) {
      held.discard();
    }
  }

  private StateException failure(String what, DataAccessException e) {
    if (e.sqlStateClass() == SQLStateClass.C23_INTEGRITY_CONSTRAINT_VIOLATION) {
      return new StateException(
          Kind.ILLEGAL_TRANSITION,
          "could not " + what + ": it contradicts what the state store holds already",
          e.getCause());
    }
    SQLException cause = e.getCause(SQLException.class);
    return failure(what, cause, cause == null ? e : cause);
  }

  /** Neither SQL nor the driver's text goes into the message: both may hold values. */
  private StateException failure(String what, @Nullable SQLException e, Throwable cause) {
    String state = e == null || e.getSQLState() == null ? "none" : e.getSQLState();
    int code = e == null ? 0 : e.getErrorCode();
    return new StateException(
        Kind.UNAVAILABLE,
        "could not "
            + what
            + " in state store "
            + this
            + " (SQLState "
            + state
            + ", code "
            + code
            + ")",
        cause);
  }

  @Override
  public String toString() {
    return connections.toString();
  }
}
