package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.CellLimit;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.RowSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How rows are taken from the driver: as packets, or value by value in their wire form, or through JDBC's getters. The first way
 * that gives known values byte for byte on this very connection is used. One thread at a time.
 */
public final class RowAccess {
  /** The ways, fastest first. */
  public enum Level {
    /** Whole rows as the binary protocol has them. */
    PACKETS,
    /** {@code getBytes} on results in binary. */
    BYTES,
    /** Typed getters, on whatever protocol. */
    GETTERS
  }

  private static final Logger LOG = LoggerFactory.getLogger("dev.rivet.dialect.mysql");

  private static final List<String> KNOWN =
      List.of(
          "CAST(-9223372036854775807 AS SIGNED)",
          "CAST(18446744073709551615 AS UNSIGNED)",
          "CAST(-2.50 AS DECIMAL(10,2))",
          "1.5e0",
          "CAST('2020-02-03 04:05:06.000007' AS DATETIME(6))",
          "CAST('2020-02-03' AS DATE)",
          "CAST('-25:00:01.5' AS TIME(1))",
          "_utf8mb4 0xC3A9",
          "NULL",
          "0xFF00");

  private static final List<Wire> KNOWN_WIRES =
      List.of(
          Wire.BIGINT,
          Wire.BIGINT,
          Wire.DECIMAL,
          Wire.DOUBLE,
          Wire.DATETIME,
          Wire.DATE,
          Wire.TIME,
          Wire.TEXT,
          Wire.TEXT,
          Wire.BYTES);

  private static final List<String> KNOWN_BYTES =
      List.of(
          "0100000000000080",
          "ffffffffffffffff",
          "2d322e3530",
          "000000000000f83f",
          "e407020304050607000000",
          "e4070203",
          "010100000001000120a10700",
          "c3a9",
          "null",
          "ff00");

  private final Driver driver;
  private final Connection connection;
  private final Running running;
  private final Level level;

  private RowAccess(Driver driver, Connection connection, Running running, Level level) {
    this.driver = driver;
    this.connection = connection;
    this.running = running;
    this.level = level;
  }

  /** Finds the fastest way that is right here, but none faster than {@code best}. */
  public static RowAccess proven(Driver driver, Connection connection, Running running, Level best)
      throws SQLException {
    for (Level level : Level.values()) {
      RowAccess access = new RowAccess(driver, connection, running, level);
      if (level.compareTo(best) >= 0 && (level == Level.GETTERS || access.isRight())) {
        if (level != Level.PACKETS) {
          LOG.info("{}: rows are read by {}, which is slower", driver.name(), level);
        }
        return access;
      }
    }
    throw new IllegalStateException("no way to read rows");
  }

  private boolean isRight() throws SQLException {
    if (level == Level.BYTES && !driver.givesWireBytes()) {
      return false;
    }
    List<String> got = new ArrayList<>();
    RowLayout layout = new RowLayout(KNOWN_WIRES, CellLimit.of(0, List.of()), KNOWN_WIRES.size());
    try (PreparedStatement statement = prepare("SELECT " + list(KNOWN, KNOWN_WIRES))) {
      RowSource rows = rows(statement, layout);
      boolean one = rows.next(0) >= 0;
      for (int c = 0; one && c < KNOWN.size(); c++) {
        got.add(hex(rows.block().column(c)));
      }
      one &= rows.next(1) < 0;
      return rows.close() && one && KNOWN_BYTES.equals(got);
    } catch (SQLException e) {
      if (isConnectionLost(e)) {
        throw e;
      }
      LOG.debug("{} cannot be used: {} {}", level, e.getSQLState(), e.getErrorCode());
      return false;
    } catch (LinkageError | RuntimeException e) {
      LOG.debug("{} cannot be used with this version of the driver", level, e);
      return false;
    }
  }

  private static String hex(Cells cells) {
    byte @Nullable [] value = cells.copy(0);
    return value == null ? "null" : HexFormat.of().formatHex(value);
  }

  private static boolean isConnectionLost(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("08");
  }

  /** The way in use. */
  public Level level() {
    return level;
  }

  /** A select list of columns, between markers. */
  public String list(List<String> columns, List<Wire> wires) {
    StringBuilder list = new StringBuilder(64).append('\'').append(RowLayout.FIRST).append("', ");
    for (int c = 0; c < columns.size(); c++) {
      String column = columns.get(c);
      list.append(level == Level.GETTERS ? TypedValues.expression(wires.get(c), column) : column);
      list.append(", ");
    }
    return list.append('\'').append(RowLayout.LAST).append('\'').toString();
  }

  /** Prepares a statement for {@link #rows}. */
  public PreparedStatement prepare(String sql) throws SQLException {
    return level == Level.GETTERS ? connection.prepareStatement(sql) : driver.prepareOnServer(sql);
  }

  /** Runs a prepared statement whose parameters are set; its rows come one by one. */
  public RowSource rows(PreparedStatement statement, RowLayout layout) throws SQLException {
    driver.stream(statement);
    ResultSet result = statement.executeQuery();
    return switch (level) {
      case PACKETS -> driver.packetRows(running, result, layout);
      case BYTES -> new ValueRows(running, result, layout, (r, column) -> r.getBytes(column + 2));
      case GETTERS -> new ValueRows(running, result, layout, new TypedValues(layout.wires()));
    };
  }
}
