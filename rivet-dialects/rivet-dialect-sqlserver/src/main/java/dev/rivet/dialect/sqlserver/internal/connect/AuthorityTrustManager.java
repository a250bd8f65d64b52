package dev.rivet.dialect.sqlserver.internal.connect;

import dev.rivet.spi.dialect.support.TrustedCertificates;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Checks who issued a certificate, not to whom. Made by the driver, by its name. */
public final class AuthorityTrustManager implements X509TrustManager {
  private final X509TrustManager manager;

  /**
   * With authorities to trust.
   *
   * @param pem file of certificates, empty for those of the JVM
   */
  public AuthorityTrustManager(String pem) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    @Nullable KeyStore store = pem.isEmpty() ? null : TrustedCertificates.store(Path.of(pem));
    factory.init(store);
    manager =
        Arrays.stream(factory.getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .map(X509TrustManager.class::cast)
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("no trust manager for certificates"));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    manager.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    manager.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return manager.getAcceptedIssuers();
  }
}
