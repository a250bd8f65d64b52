package dev.rivet.dialect.sqlserver.internal.connect;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Tls;
import dev.rivet.spi.dialect.support.TrustedCertificates;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/** The driver's data source for an endpoint. */
public final class Sources {
  private Sources() {}

  /** Without user and password. */
  public static DataSource of(Endpoint endpoint) {
    SQLServerDataSource source = new SQLServerDataSource();
    source.setServerName(endpoint.host());
    source.setPortNumber(endpoint.port().orElse(1433));
    source.setDatabaseName(endpoint.database());
    Tls tls = endpoint.tls();
    source.setEncrypt(tls.mode() == Tls.Mode.DISABLE ? "false" : "true");
    source.setTrustServerCertificate(tls.mode() == Tls.Mode.REQUIRE);
    Optional<Path> caFile = tls.caFile();
    if (tls.mode() == Tls.Mode.VERIFY_CA) {
      // With a trust manager of our own the driver leaves the host name to it, and it does not
      // look.
      caFile.map(TrustedCertificates::store).ifPresent(checked -> {});
      source.setTrustManagerClass(AuthorityTrustManager.class.getName());
      source.setTrustManagerConstructorArg(caFile.map(Path::toString).orElse(""));
    } else if (caFile.isPresent()) {
      source.setTrustStoreType("PKCS12");
      source.setTrustStore(TrustedCertificates.storeFile(caFile.get()).toString());
      source.setTrustStorePassword(TrustedCertificates.STORE_PASSWORD);
    }
    return source;
  }
}
