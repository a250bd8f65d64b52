package dev.rivet.spi.dialect.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Certificates of a PEM file, in the forms drivers want. */
public final class TrustedCertificates {
  /** Certificates are public; stores of them have a password all the same. */
  public static final String STORE_PASSWORD = "changeit";

  private TrustedCertificates() {}

  /**
   * A store of what is in a PEM file.
   *
   * @throws IllegalArgumentException if the file cannot be read or holds no certificate
   */
  public static KeyStore store(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("the file " + pem + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int n = 0;
      for (Certificate certificate : found) {
        store.setCertificateEntry("ca-" + n++, certificate);
      }
      return store;
    } catch (CertificateException e) {
      throw new IllegalArgumentException("the file " + pem + " holds no certificate", e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("the certificates of " + pem + " cannot be read", e);
    }
  }

  /** The same as a file, which is deleted when the JVM ends; for drivers that read nothing else. */
  public static Path storeFile(Path pem) {
    KeyStore store = store(pem);
    try {
      Path file = Files.createTempFile("rivet-ca-", ".p12");
      file.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, STORE_PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("a store of trusted certificates cannot be written", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
