package dev.rivet.spi.dialect.support;

import dev.rivet.connect.Endpoint;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A driver's data source, asked with the password of the moment, which it never holds itself. As thread-safe as the driver's. */
public final class EndpointDataSource implements DataSource {
  private final Endpoint endpoint;
  private final DataSource driver;

  /**
   * For an endpoint.
   *
   * @param driver knows everything but user and password
   */
  public EndpointDataSource(Endpoint endpoint, DataSource driver) {
    this.endpoint = endpoint;
    this.driver = driver;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (endpoint.password().isEmpty()) {
      return driver.getConnection();
    }
    return getConnection(
        endpoint.user(), String.valueOf(endpoint.password().orElseThrow().reveal()));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return driver.getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    driver.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    driver.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(driver) || driver.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
