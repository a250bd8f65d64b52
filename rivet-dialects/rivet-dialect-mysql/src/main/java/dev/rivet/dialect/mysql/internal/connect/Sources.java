package dev.rivet.dialect.mysql.internal.connect;

import dev.rivet.connect.Endpoint;
import javax.sql.DataSource;

/** The data source of whichever driver is there. */
public final class Sources {
  private Sources() {}

  /** Without user and password. */
  public static DataSource of(Endpoint endpoint) {
    return isThere("com.mysql.cj.jdbc.MysqlDataSource")
        ? ConnectorJSource.of(endpoint)
        : MariaDbSource.of(endpoint);
  }

  private static boolean isThere(String name) {
    try {
      return Class.forName(name, false, Sources.class.getClassLoader()) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
