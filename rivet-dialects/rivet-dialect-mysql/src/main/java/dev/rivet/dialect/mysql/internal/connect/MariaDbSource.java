package dev.rivet.dialect.mysql.internal.connect;

import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Tls;
import dev.rivet.spi.dialect.support.TrustedCertificates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/** MariaDB Connector/J's, which takes nothing but a URL; neither user nor password are in it. */
public final class MariaDbSource {
  private MariaDbSource() {}

  /** Without user and password. */
  public static DataSource of(Endpoint endpoint) {
    Tls tls = endpoint.tls();
    StringBuilder url =
        new StringBuilder("jdbc:mariadb://")
            .append(endpoint.host())
            .append(':')
            .append(endpoint.port().orElse(3306))
            .append('/')
            .append(URLEncoder.encode(endpoint.database(), StandardCharsets.UTF_8))
            .append("?sslMode=")
            .append(
                switch (tls.mode()) {
                  case DISABLE -> "disable";
                  case REQUIRE -> "trust";
                  case VERIFY_CA -> "verify-ca";
                  case VERIFY_FULL -> "verify-full";
                });
    Optional<Path> caFile = tls.caFile();
    if (caFile.isPresent()) {
      var checked = TrustedCertificates.store(caFile.get());
      assert checked != null;
      url.append("&serverSslCert=").append(caFile.get());
    }
    try {
      return new MariaDbDataSource(url.toString());
    } catch (SQLException e) {
      throw new IllegalArgumentException("the driver does not take " + endpoint, e);
    }
  }
}
