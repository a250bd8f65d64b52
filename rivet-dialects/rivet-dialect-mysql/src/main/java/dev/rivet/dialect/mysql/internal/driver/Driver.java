package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.spi.dialect.support.RowSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the drivers do differently, for one connection. One thread at a time, except {@link #killQuery}. */
public interface Driver {
  /** Its name, for messages. */
  String name();

  /** Whether the server is in the middle of a transaction. */
  boolean isInTransaction();

  /** Adapts the driver's own settings to us; they were the application's choice, so {@link #restore()} puts them back. */
  void adapt() throws SQLException;

  /** Undoes {@link #adapt()}. Never throws. */
  void restore();

  /**
   * Prepares a statement at the server, whatever the URL says, so that rows come in binary.
   *
   * @throws SQLException if the server or what is in between does not do that
   */
  PreparedStatement prepareOnServer(String sql) throws SQLException;

  /** Makes the driver hand over rows as they come. */
  void stream(PreparedStatement statement) throws SQLException;

  /** Rows as the protocol has them. */
  RowSource packetRows(Running running, ResultSet result, RowLayout layout) throws SQLException;

  /** Whether {@code getBytes} gives a value's wire form, for results of {@link #prepareOnServer}. */
  boolean givesWireBytes();

  /** What the columns of a result are. */
  List<ResultColumn> describe(ResultSetMetaData data) throws SQLException;

  /** Stops the statement of this connection over another one; from any thread. */
  void killQuery(long connectionId) throws SQLException;
}
