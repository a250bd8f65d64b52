package dev.rivet.dialect.mysql.internal.read;

import dev.rivet.dialect.mysql.internal.driver.RowAccess;
import dev.rivet.dialect.mysql.internal.driver.RowLayout;
import dev.rivet.spi.dialect.support.RowBlock;
import dev.rivet.spi.dialect.support.RowSource;
import dev.rivet.spi.dialect.support.StatementSource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Statements of one slice; each text is prepared once. */
public abstract class Statements implements StatementSource {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.mysql");

  private final RowAccess access;
  private final RowLayout layout;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(RowAccess access, RowLayout layout) {
    this.access = access;
    this.layout = layout;
  }

  final RowSource send(String sql, List<Object> values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = access.prepare(sql);
      prepared.put(sql, statement);
    }
    Parameters.bind(statement, values);
    return access.rows(statement, layout);
  }

  @Override
  public final void close() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        LOG.debug("closing a statement: {}", e.getSQLState());
      }
    }
    prepared.clear();
  }

  /** The whole slice in one statement. */
  public static Statements one(
      RowAccess access, RowLayout layout, String select, Condition condition) {
    return new Statements(access, layout) {
      private boolean sent;

      @Override
      public boolean hasNext() {
        return !sent;
      }

      @Override
      public RowSource next() throws SQLException {
        sent = true;
        return send(select + condition.where(), condition.values());
      }

      @Override
      public void decoded(RowBlock block, int rows) {}

      @Override
      public void done(long rows, Duration elapsed) {}
    };
  }
}
