package dev.rivet.dialect.sqlserver.internal.read;

import dev.rivet.dialect.sqlserver.internal.column.Getter;
import dev.rivet.spi.dialect.support.CellLimit;
import dev.rivet.spi.dialect.support.RowBlock;
import dev.rivet.spi.dialect.support.RowSource;
import dev.rivet.spi.dialect.support.StatementSource;
import java.math.BigDecimal;
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
  private static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.sqlserver");

  private final Link link;
  private final Layout layout;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /**
   * What every statement of the slice returns. Immutable.
   *
   * @param getters of the select list
   * @param limit of a cell
   * @param outputs how many of them are output columns, the first ones
   */
  public record Layout(List<Getter> getters, CellLimit limit, int outputs) {
    /** Copies the list. */
    public Layout {
      getters = List.copyOf(getters);
    }
  }

  Statements(Link link, Layout layout) {
    this.link = link;
    this.layout = layout;
  }

  final RowSource send(String sql, List<Object> values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = link.prepare(sql);
      prepared.put(sql, statement);
    }
    bind(statement, values);
    link.running(statement);
    return new GetterRows(
        link, statement.executeQuery(), layout.getters(), layout.limit(), layout.outputs());
  }

  /** Binds in order, from the first. */
  public static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (value instanceof BigDecimal decimal) {
        statement.setBigDecimal(i + 1, decimal);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setString(i + 1, value.toString());
      }
    }
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
      Link link, Layout layout, String list, String from, Condition slice) {
    return new Statements(link, layout) {
      private boolean sent;

      @Override
      public boolean hasNext() {
        return !sent;
      }

      @Override
      public RowSource next() throws SQLException {
        sent = true;
        return send("SELECT " + list + " FROM " + from + slice.where(), slice.values());
      }

      @Override
      public void decoded(RowBlock block, int rows) {}

      @Override
      public void done(long rows, Duration elapsed) {}
    };
  }
}
