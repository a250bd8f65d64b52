package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Secret;
import dev.rivet.connect.Tls;
import dev.rivet.dialect.mysql.internal.connect.MariaDbSource;
import dev.rivet.spi.dialect.support.EndpointDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Endpoints with each mode of TLS, by both drivers; MySQL makes its certificates at its first start, for no host in particular. */
class MySqlTlsIT {
  private static final TestServer SERVER = TestServer.mysql();

  private static List<Function<Endpoint, DataSource>> drivers() {
    return List.of(MySql::dataSource, e -> new EndpointDataSource(e, MariaDbSource.of(e)));
  }

  private static String cipher(Function<Endpoint, DataSource> driver, Tls tls) throws SQLException {
    int port = Integer.parseInt(SERVER.query("SELECT @@port"));
    DataSource source =
        driver.apply(
            Endpoint.of("127.0.0.1", "test")
                .port(port)
                .user("reader", Secret.of("secret-canary"))
                .tls(tls));
    assertThat(source.toString()).isEqualTo("reader@127.0.0.1:" + port + "/test (tls " + tls + ")");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
      assertThat(row.next()).isTrue();
      return row.getString(2);
    }
  }

  @Test
  void theMatrixOfModes() throws SQLException {
    TestServer server = SERVER.required();
    Path ours = Path.of(server.query("SELECT @@datadir"), "ca.pem");
    Path own = Path.of(server.query("SELECT @@datadir"), "client-cert.pem");
    for (Function<Endpoint, DataSource> driver : drivers()) {
      assertThat(cipher(driver, Tls.require())).isNotEmpty();
      assertThat(cipher(driver, Tls.verifyCa().caFile(ours))).isNotEmpty();
      assertThat(cipher(driver, Tls.disabled())).as("known from before").isEmpty();
      for (Tls refused :
          List.of(
              Tls.verifyCa().caFile(own),
              Tls.verifyCa(),
              Tls.verifyFull().caFile(ours),
              Tls.verifyFull())) {
        assertThatThrownBy(() -> cipher(driver, refused))
            .as("%s", refused)
            .isInstanceOf(SQLException.class)
            .hasMessageNotContaining("canary");
      }
    }
  }
}
