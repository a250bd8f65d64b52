package dev.rivet.dialect.mysql.internal.driver;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.RuntimeProperty;
import com.mysql.cj.jdbc.ConnectionImpl;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.ResultsetRows;
import com.mysql.cj.protocol.a.result.NativeResultset;
import com.mysql.cj.result.Field;
import com.mysql.cj.result.Row;
import dev.rivet.spi.dialect.support.RowSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** MySQL Connector/J. */
final class ConnectorJ implements Driver {
  private static final int BINARY_COLLATION = 63;

  private final JdbcConnection connection;
  private final List<Runnable> undo = new ArrayList<>();

  private ConnectorJ(JdbcConnection connection) {
    this.connection = connection;
  }

  static Optional<Driver> of(Connection connection) throws SQLException {
    return connection.isWrapperFor(JdbcConnection.class)
        ? Optional.of(new ConnectorJ(connection.unwrap(JdbcConnection.class)))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "MySQL Connector/J";
  }

  @Override
  public boolean isInTransaction() {
    return connection.getSession().getServerSession().inTransactionOnServer();
  }

  @Override
  public void adapt() {
    // Braces in names and queries are the server's business.
    set(PropertyKey.processEscapeCodesForPrepStmts, false);
    // We set net_write_timeout once; the driver would do it before and after every statement.
    set(PropertyKey.netTimeoutForStreamingResults, 0);
    set(PropertyKey.tinyInt1isBit, true); // or it forgets which tinyint was tinyint(1)
    set(PropertyKey.transformedBitIsBoolean, false);
    set(PropertyKey.useCursorFetch, false); // the server would put the whole result in a table
  }

  private <T> void set(PropertyKey key, T value) {
    RuntimeProperty<T> property = connection.getPropertySet().getProperty(key);
    T before = property.getValue();
    if (!value.equals(before) && property.getPropertyDefinition().isRuntimeModifiable()) {
      property.setValue(value);
      undo.add(() -> property.setValue(before));
    }
  }

  @Override
  public void restore() {
    undo.forEach(Runnable::run);
    undo.clear();
  }

  @Override
  public PreparedStatement prepareOnServer(String sql) throws SQLException {
    return connection.serverPrepareStatement(
        sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public void stream(PreparedStatement statement) throws SQLException {
    statement.setFetchSize(Integer.MIN_VALUE);
  }

  @Override
  public RowSource packetRows(Running running, ResultSet result, RowLayout layout)
      throws SQLException {
    return new Packets(running, result, layout);
  }

  @Override
  public boolean givesWireBytes() {
    return true;
  }

  private static final class Packets extends PacketRows {
    private final ResultsetRows rows;
    private final ConnectorJRow hook = new ConnectorJRow();

    Packets(Running running, ResultSet result, RowLayout layout) throws SQLException {
      super(running, result, layout);
      this.rows = result.unwrap(NativeResultset.class).getRows();
    }

    @Override
    int read(int index) throws SQLException {
      Row row = nextRow();
      if (row == null) {
        return -1;
      }
      Integer position = row.getValue(0, hook);
      if (position == null) {
        throw new SQLException("a row without its marker");
      }
      return keep(hook.packet(), position, index);
    }

    private @Nullable Row nextRow() throws SQLException {
      try {
        return rows.next();
      } catch (com.mysql.cj.exceptions.CJException e) {
        throw com.mysql.cj.jdbc.exceptions.SQLExceptionsMapping.translateException(e);
      }
    }

    @Override
    boolean skip() throws SQLException {
      return nextRow() != null;
    }
  }

  @Override
  public List<ResultColumn> describe(ResultSetMetaData data) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    Field[] fields = data.unwrap(com.mysql.cj.jdbc.result.ResultSetMetaData.class).getFields();
    for (int i = 0; i < fields.length; i++) {
      Field field = fields[i];
      columns.add(
          new ResultColumn(
              field.getName(),
              FieldTypes.base(
                  field.getMysqlTypeId(),
                  field.getFlags(),
                  field.getCollationIndex() == BINARY_COLLATION),
              field.isUnsigned(),
              field.getMysqlTypeId() == FieldTypes.DECIMAL
                  ? data.getPrecision(i + 1) // without sign and point
                  : field.getLength(),
              field.getDecimals()));
    }
    return columns;
  }

  @Override
  public void killQuery(long connectionId) throws SQLException {
    try (Connection side = ConnectionImpl.getInstance(connection.getSession().getHostInfo());
        Statement statement = side.createStatement()) {
      statement.execute("KILL QUERY " + connectionId);
    }
  }
}
