package dev.rivet.connect;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected. Immutable.
 *
 * <pre>{@code
 * Tls.verifyFull().caFile(Path.of("/etc/ssl/database-ca.pem"))
 * }</pre>
 */
public final class Tls {
  /** What is checked. */
  public enum Mode {
    /** Plain text. */
    DISABLE,
    /** Encrypted, the server is not checked: safe against listeners, not against somebody in the middle. */
    REQUIRE,
    /** Encrypted, the server's certificate comes from a trusted authority; its name is not checked. */
    VERIFY_CA,
    /** Encrypted, and the certificate is made out to the host asked for. */
    VERIFY_FULL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Mode mode;
  private final @Nullable Path caFile;

  private Tls(Mode mode, @Nullable Path caFile) {
    this.mode = mode;
    this.caFile = caFile;
  }

  /** Plain text, the default for the machine itself only. */
  public static Tls disabled() {
    return new Tls(Mode.DISABLE, null);
  }

  /** Encrypted without a look at who answers. */
  public static Tls require() {
    return new Tls(Mode.REQUIRE, null);
  }

  /** The certificate's authority is checked. */
  public static Tls verifyCa() {
    return new Tls(Mode.VERIFY_CA, null);
  }

  /** Authority and host name are checked: the default for every other machine. */
  public static Tls verifyFull() {
    return new Tls(Mode.VERIFY_FULL, null);
  }

  /**
   * The authorities to trust, instead of the JVM's.
   *
   * @param pem file with one or more certificates
   * @throws IllegalStateException if nothing is verified in this mode
   */
  public Tls caFile(Path pem) {
    requireNonNull(pem, "pem");
    if (mode != Mode.VERIFY_CA && mode != Mode.VERIFY_FULL) {
      throw new IllegalStateException(
          "tls mode " + mode + " checks no certificate, so caFile means nothing: use verifyFull()");
    }
    return new Tls(mode, pem);
  }

  /** What is checked. */
  public Mode mode() {
    return mode;
  }

  /** The authorities to trust; empty for the JVM's. */
  public Optional<Path> caFile() {
    return Optional.ofNullable(caFile);
  }

  @Override
  public String toString() {
    return caFile == null ? mode.toString() : mode + " by " + caFile;
  }
}
