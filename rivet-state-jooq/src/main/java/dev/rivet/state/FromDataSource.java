package dev.rivet.state;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections of the application's pool; the pool itself stays open. */
final class FromDataSource implements Connections {
  private static final Logger LOG = LoggerFactory.getLogger(FromDataSource.class);

  private final DataSource dataSource;
  private final @Nullable String schema;
  private volatile boolean isClosed;

  FromDataSource(DataSource dataSource, @Nullable String schema) {
    this.dataSource = dataSource;
    this.schema = schema;
  }

  @Override
  public Held take() throws SQLException {
    if (isClosed) {
      throw new SQLException("closed");
    }
    Connection connection = dataSource.getConnection();
    return new Held() {
      @Override
      public Connection connection() {
        return connection;
      }

      @Override
      public void discard() {
        try {
          connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
          LOG.debug("a broken connection could not be aborted");
        }
      }

      @Override
      public void close() {
        try {
          connection.close();
        } catch (SQLException e) {
          // The transaction has ended, one way or the other.
          LOG.debug("a connection could not be given back");
        }
      }
    };
  }

  @Override
  public void close() {
    isClosed = true;
  }

  @Override
  public String toString() {
    // Not the data source's own text, which may hold its URL.
    return dataSource.getClass().getSimpleName() + (schema == null ? "" : " schema " + schema);
  }
}
