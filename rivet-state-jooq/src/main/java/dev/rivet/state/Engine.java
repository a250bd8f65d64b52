package dev.rivet.state;

import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.val;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.SelectForUpdateStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;

/** What databases do differently: how a transaction begins and how rows are locked. */
enum Engine {
  SQLITE(SQLDialect.SQLITE, "sqlite") {
    @Override
    void begin(Connection connection, boolean isWriting) throws SQLException {
      SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
      sqlite.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
      try (Statement statement = connection.createStatement()) {
        for (String pragma : CONNECTION) {
          statement.execute(pragma);
        }
      }
      // Immediate, so that nothing read can change before it is written back (SS2).
      SQLiteConnectionConfig config = sqlite.getConnectionConfig();
      config.setTransactionMode(isWriting ? TransactionMode.IMMEDIATE : TransactionMode.DEFERRED);
      connection.setAutoCommit(false);
      // The driver begins another transaction after each commit: not one that takes the lock.
      config.setTransactionMode(TransactionMode.DEFERRED);
    }

    @Override
    void settle(DSLContext db, @Nullable String schema) {
      if (schema != null) {
        throw new IllegalStateException("SQLite has no schema " + schema);
      }
    }

    @Override
    void lockMigrations(DSLContext db) {}

    @Override
    void createSchema(DSLContext db, String schema) {
      throw new IllegalStateException("SQLite has no schema " + schema);
    }

    @Override
    boolean exists(DSLContext db, String table) {
      return db.fetchExists(
          DSL.table(DSL.name("sqlite_master")),
          DSL.field(DSL.name("type"), String.class).eq("table"),
          DSL.field(DSL.name("name"), String.class).eq(table));
    }

    @Override
    <R extends Record> ResultQuery<R> locked(SelectForUpdateStep<R> rows, Lock lock) {
      return rows; // the transaction is the only one that writes
    }
  },

  POSTGRES(SQLDialect.POSTGRES, "postgres") {
    @Override
    void begin(Connection connection, boolean isWriting) throws SQLException {
      connection.setAutoCommit(false);
    }

    @Override
    void settle(DSLContext db, @Nullable String schema) {
      // Skipped locks and re-read rows are defined by this level; the pool may be set to another
      // one.
      db.setLocal(DSL.name("transaction_isolation"), val("read committed")).execute();
      // A process that is stopped in here must not keep the others from its rows for ever.
      db.setLocal(DSL.name("idle_in_transaction_session_timeout"), val(STALLED_MILLIS)).execute();
      if (schema != null) {
        db.setLocal(DSL.name("search_path"), val(schema)).execute();
      }
    }

    @Override
    void lockMigrations(DSLContext db) {
      db.select(function("pg_advisory_xact_lock", SQLDataType.OTHER, val(MIGRATION_LOCK)))
          .execute();
    }

    @Override
    void createSchema(DSLContext db, String schema) {
      boolean exists =
          db.fetchExists(
              DSL.table(DSL.name("pg_catalog", "pg_namespace")),
              DSL.field(DSL.name("nspname"), String.class).eq(schema));
      if (!exists) { // asked first, because even a needless creation needs the right to create
        db.createSchema(DSL.name(schema)).execute();
      }
    }

    @Override
    boolean exists(DSLContext db, String table) {
      return db.fetchExists(
          DSL.table(DSL.name("information_schema", "tables")),
          DSL.field(DSL.name("table_schema"), String.class)
              .eq(function("current_schema", SQLDataType.VARCHAR)),
          DSL.field(DSL.name("table_name"), String.class).eq(table));
    }

    @Override
    <R extends Record> ResultQuery<R> locked(SelectForUpdateStep<R> rows, Lock lock) {
      return switch (lock) {
        case SHARED -> rows.forShare();
        case EXCLUSIVE -> rows.forUpdate();
        case SKIPPING -> rows.forUpdate().skipLocked();
      };
    }
  };

  /** How the rows of a query are locked until the transaction ends. */
  enum Lock {
    /** Nobody changes them. */
    SHARED,
    /** Nobody else locks them. */
    EXCLUSIVE,
    /** As exclusive, and rows that somebody else has locked are left out. */
    SKIPPING
  }

  static final int BUSY_TIMEOUT_MILLIS = 10_000;

  /** Transactions take milliseconds; one that says nothing for so long belongs to a process that is stopped. */
  private static final String STALLED_MILLIS = "10000";

  /** Any number that others are unlikely to lock: the first letters of rivet. */
  private static final long MIGRATION_LOCK = 0x7269766574L;

  private static final List<String> CONNECTION = Scripts.statements("sqlite/connection.sql");

  private final SQLDialect dialect;
  private final String folder;

  Engine(SQLDialect dialect, String folder) {
    this.dialect = dialect;
    this.folder = folder;
  }

  static Engine of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "SQLite" -> SQLITE;
      case "PostgreSQL" -> POSTGRES;
      default ->
          throw new SQLException(product + " cannot hold run state; PostgreSQL and SQLite can");
    };
  }

  SQLDialect dialect() {
    return dialect;
  }

  /** Folder of the migrations. */
  String folder() {
    return folder;
  }

  abstract void begin(Connection connection, boolean isWriting) throws SQLException;

  /** First statements of a transaction. */
  abstract void settle(DSLContext db, @Nullable String schema);

  /** Lets other starters wait until this transaction ends (SS1). */
  abstract void lockMigrations(DSLContext db);

  /** Makes the schema of this name unless there is one. */
  abstract void createSchema(DSLContext db, String schema);

  /** Whether there is such a table in the schema in use. */
  abstract boolean exists(DSLContext db, String table);

  abstract <R extends Record> ResultQuery<R> locked(SelectForUpdateStep<R> rows, Lock lock);
}
