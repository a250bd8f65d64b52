package dev.rivet.dialect.postgres.internal.connect;

import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Tls;
import dev.rivet.spi.dialect.support.TrustedCertificates;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** pgjdbc's data source for an endpoint. */
public final class Sources {
  private Sources() {}

  /** Without user and password. */
  public static DataSource of(Endpoint endpoint) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {endpoint.host()});
    source.setPortNumbers(new int[] {endpoint.port().orElse(5432)});
    source.setDatabaseName(endpoint.database());
    Tls tls = endpoint.tls();
    source.setSslMode(tls.mode().toString());
    Optional<Path> caFile = tls.caFile();
    if (caFile.isPresent()) {
      var checked = TrustedCertificates.store(caFile.get());
      assert checked != null;
      source.setSslRootCert(caFile.get().toString());
    } else if (tls.mode() == Tls.Mode.VERIFY_CA || tls.mode() == Tls.Mode.VERIFY_FULL) {
      // The driver itself would look into the user's home directory, not at what the JVM trusts.
      source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return source;
  }
}
