package dev.rivet.dialect.mysql.internal.driver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the driver behind a connection. Its classes are touched only after its name has been seen: either may be absent. */
public final class Drivers {
  private Drivers() {}

  /** The driver behind a connection; empty if it is another than the two we know. */
  public static Optional<Driver> of(Connection connection) throws SQLException {
    String name = String.valueOf(connection.getMetaData().getDriverName());
    try {
      if (name.startsWith("MySQL Connector")) {
        return ConnectorJ.of(connection);
      }
      if (name.startsWith("MariaDB Connector")) {
        return MariaDb.of(connection);
      }
    } catch (LinkageError e) {
      throw new SQLException(
          "the driver "
              + name
              + " "
              + connection.getMetaData().getDriverVersion()
              + " is loaded by a class loader Rivet cannot see, or is a version it does not know."
              + " Put it on the same class path",
          e);
    }
    return Optional.empty();
  }
}
