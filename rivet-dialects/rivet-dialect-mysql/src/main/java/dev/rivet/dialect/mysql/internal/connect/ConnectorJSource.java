package dev.rivet.dialect.mysql.internal.connect;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Tls;
import dev.rivet.spi.dialect.support.TrustedCertificates;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** MySQL Connector/J's. */
public final class ConnectorJSource {
  private ConnectorJSource() {}

  /** Without user and password. */
  public static DataSource of(Endpoint endpoint) {
    MysqlDataSource source = new MysqlDataSource();
    source.setServerName(endpoint.host());
    source.setPort(endpoint.port().orElse(3306));
    source.setDatabaseName(endpoint.database());
    Tls tls = endpoint.tls();
    try {
      source.setSslMode(
          switch (tls.mode()) {
            case DISABLE -> "DISABLED";
            case REQUIRE -> "REQUIRED";
            case VERIFY_CA -> "VERIFY_CA";
            case VERIFY_FULL -> "VERIFY_IDENTITY";
          });
      Optional<Path> caFile = tls.caFile();
      if (caFile.isPresent()) {
        source.setTrustCertificateKeyStoreUrl(
            TrustedCertificates.storeFile(caFile.get()).toUri().toString());
        source.setTrustCertificateKeyStoreType("PKCS12");
        source.setTrustCertificateKeyStorePassword(TrustedCertificates.STORE_PASSWORD);
        source.setFallbackToSystemTrustStore(false);
      }
    } catch (SQLException e) {
      throw new IllegalArgumentException("the driver does not take " + endpoint, e);
    }
    return source;
  }
}
