package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.spi.dialect.support.RowSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mariadb.jdbc.ServerPreparedStatement;

/** MariaDB Connector/J. */
final class MariaDb implements Driver {
  private static final int IN_TRANSACTION = 1;

  /** Rows the driver keeps at a time; they come as packets of their own. */
  private static final int FETCH = 64;

  private final org.mariadb.jdbc.Connection connection;

  private MariaDb(org.mariadb.jdbc.Connection connection) {
    this.connection = connection;
  }

  static Optional<Driver> of(Connection connection) throws SQLException {
    return connection.isWrapperFor(org.mariadb.jdbc.Connection.class)
        ? Optional.of(new MariaDb(connection.unwrap(org.mariadb.jdbc.Connection.class)))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "MariaDB Connector/J";
  }

  @Override
  public boolean isInTransaction() {
    return (connection.getContext().getServerStatus() & IN_TRANSACTION) != 0;
  }

  @Override
  public void adapt() {}

  @Override
  public void restore() {}

  @Override
  public PreparedStatement prepareOnServer(String sql) throws SQLException {
    PreparedStatement statement =
        connection.prepareInternal(
            sql,
            Statement.NO_GENERATED_KEYS,
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY,
            true);
    if (!(statement instanceof ServerPreparedStatement)) {
      statement.close();
      throw new SQLException("the statement was not prepared at the server", "0A000");
    }
    return statement;
  }

  @Override
  public void stream(PreparedStatement statement) throws SQLException {
    statement.setFetchSize(FETCH);
  }

  @Override
  public RowSource packetRows(Running running, ResultSet result, RowLayout layout) {
    return new Packets(running, result, layout);
  }

  @Override
  public boolean givesWireBytes() {
    return false; // refused for numbers and dates
  }

  private static final class Packets extends PacketRows {
    private final ResultSet result;

    Packets(Running running, ResultSet result, RowLayout layout) {
      super(running, result, layout);
      this.result = result;
    }

    @Override
    int read(int index) throws SQLException {
      if (!result.next()) {
        return -1;
      }
      MariaDbRow row = result.getObject(1, MariaDbRow.class);
      return keep(row.packet(), row.position(), index);
    }

    @Override
    boolean skip() throws SQLException {
      return result.next();
    }
  }

  @Override
  public List<ResultColumn> describe(ResultSetMetaData data) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String type = data.getColumnTypeName(i).toLowerCase(Locale.ROOT);
      boolean unsigned = type.endsWith(" unsigned");
      String base = unsigned ? type.substring(0, type.length() - " unsigned".length()) : type;
      long length = Math.max(0, data.getPrecision(i));
      if (base.equals("boolean")) {
        base = "tinyint";
        length = 1;
      } else if (base.equals("tinyint")) {
        length = data.getColumnDisplaySize(i);
      }
      columns.add(
          new ResultColumn(
              data.getColumnLabel(i),
              base.equals("integer") ? "int" : base,
              unsigned,
              length,
              data.getScale(i)));
    }
    return columns;
  }

  @Override
  public void killQuery(long connectionId) throws SQLException {
    connection.cancelCurrentQuery();
  }
}
