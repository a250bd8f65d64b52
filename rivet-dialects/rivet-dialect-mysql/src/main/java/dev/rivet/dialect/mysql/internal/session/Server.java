package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.plan.SourceIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the server says about itself. Immutable.
 *
 * @param identity for plans
 * @param isMariaDb whether it is MariaDB
 * @param database current database, empty for none
 * @param connectionId what {@code KILL} takes
 * @param clientCharset character set that statements are sent in
 * @param isCaseSensitive whether names of tables that differ in case are different
 */
record Server(
    SourceIdentity identity,
    boolean isMariaDb,
    String database,
    long connectionId,
    String clientCharset,
    boolean isCaseSensitive) {
  static final String DIRECT = "direct";

  static Server read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      String version;
      String comment;
      String database;
      long id;
      boolean sensitive;
      String host;
      String charset;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT VERSION(), @@version_comment, DATABASE(), CONNECTION_ID(),"
                  + " @@lower_case_table_names, CONCAT(@@hostname, ':', @@port),"
                  + " @@character_set_client")) {
        rows.next();
        version = rows.getString(1);
        comment = String.valueOf(rows.getString(2));
        database = rows.getString(3) == null ? "" : rows.getString(3);
        id = rows.getLong(4);
        sensitive = rows.getInt(5) == 0;
        host = rows.getString(6);
        charset = rows.getString(7);
      }
      boolean mariaDb = isMariaDb(version, comment);
      String server = variable(statement, mariaDb ? "server_uid" : "server_uuid");
      String pooler = pooler(statement, comment, id);
      SourceIdentity identity =
          new SourceIdentity(
              MySqlSession.DIALECT,
              mariaDb ? "MariaDB" : "MySQL",
              number(version),
              database,
              (server == null ? host : server) + "/" + database,
              pooler);
      return new Server(identity, mariaDb, database, id, charset, sensitive);
    }
  }

  private static boolean isMariaDb(String version, String comment) {
    return (version + " " + comment).toLowerCase(Locale.ROOT).contains("mariadb");
  }

  /** Refuses text that the connection's character set may turn into question marks. */
  void requireSpellable(String text) throws SQLException {
    if (!clientCharset.startsWith("utf8") && text.chars().anyMatch(c -> c > 127)) {
      throw new SQLException(
          "the connection sends statements in "
              + clientCharset
              + ", which may not have every character of \""
              + text
              + "\". Give the JDBC URL characterEncoding=UTF-8, or leave that option out",
          "22021");
    }
  }

  /** MariaDB may put 5.5.5- in front, for clients that look at the first digit. */
  private static String number(String version) {
    return version.startsWith("5.5.5-") ? version.substring("5.5.5-".length()) : version;
  }

  private static @Nullable String variable(Statement statement, String name) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT @@global." + name)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      if (ServerErrors.classify(e).reconnect()) {
        throw e;
      }
      return null; // older than the variable
    }
  }

  private static String pooler(Statement statement, String comment, long id) throws SQLException {
    String lower = comment.toLowerCase(Locale.ROOT);
    if (lower.contains("maxscale")) {
      return "maxscale";
    }
    if (lower.contains("proxysql") || isProxySql(statement)) {
      return "proxysql";
    }
    try (ResultSet rows = statement.executeQuery("SELECT CONNECTION_ID()")) {
      rows.next();
      return rows.getLong(1) == id ? DIRECT : "proxy-multiplexed";
    }
  }

  private static boolean isProxySql(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("PROXYSQL INTERNAL SESSION")) {
      return rows.getMetaData().getColumnCount() > 0;
    } catch (SQLException e) {
      if (ServerErrors.classify(e).reconnect()) {
        throw e;
      }
      return false; // a syntax error to anything else
    }
  }
}
