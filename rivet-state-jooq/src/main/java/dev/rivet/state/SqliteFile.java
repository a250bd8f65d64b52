package dev.rivet.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** One connection to a SQLite file; threads take turns, processes wait for each other's write transactions. */
final class SqliteFile implements Connections {
  private final Path file;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Connection open;
  private boolean isClosed;

  SqliteFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public Held take() throws SQLException {
    turn.lock();
    boolean isTaken = false;
    try {
      if (isClosed) {
        throw new SQLException("closed");
      }
      Connection connection = open;
      if (connection == null) {
        connection = open();
        open = connection;
      }
      isTaken = true;
      return new Turn(connection);
    } finally {
      if (!isTaken) {
        turn.unlock();
      }
    }
  }

  private Connection open() throws SQLException {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
    } catch (IOException e) {
      throw new SQLException("no directory for the file", e);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Engine.BUSY_TIMEOUT_MILLIS);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    // As a URI, because a plain path is searched for options behind a question mark.
    return config.createConnection("jdbc:sqlite:" + file.toUri().toASCIIString());
  }

  @Override
  public void close() throws SQLException {
    turn.lock();
    try {
      isClosed = true;
      if (open != null) {
        open.close();
        open = null;
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public String toString() {
    return "SQLite " + file;
  }

  private final class Turn implements Held {
    private final Connection connection;

    Turn(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Connection connection() {
      return connection;
    }

    @Override
    public void discard() {
      open = null;
      try {
        connection.close();
      } catch (SQLException e) {
        // Nothing more can be done; the next transaction opens another one.
      }
    }

    @Override
    public void close() {
      turn.unlock();
    }
  }
}
