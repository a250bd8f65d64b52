package dev.rivet.dialect.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Secret;
import dev.rivet.connect.Tls;
import dev.rivet.dialect.sqlserver.tds.TdsServer;
import dev.rivet.dialect.sqlserver.tds.TdsServer.Result;
import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceSession;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TDS 8.0: TLS before the first byte, with the server's certificate checked. */
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path dir;
  private static TdsServer server;

  @BeforeAll
  static void start() throws Exception {
    certificate("server", "dns:localhost");
    certificate("other", "dns:localhost");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(dir.resolve("server.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server =
        TdsServer.strict(
            tls,
            request ->
                request.sql().contains("SERVERPROPERTY")
                    ? Result.of(
                        StubDatabase.of(
                            "version nvarchar(128)",
                            "edition int",
                            "name nvarchar(128)",
                            "snapshots int",
                            "rcsi int",
                            "lock_timeout int",
                            "spid int",
                            "id nvarchar(36)"),
                        new Object[] {"16.0.1000.6", 5, "shop", 1, 0, -1, 55, "9C6DE0A7"})
                    : request.sql().startsWith("SELECT CAST(@@SPID")
                        ? Result.of(StubDatabase.of("spid int"), new Object[] {55})
                        : request.sql().startsWith("SELECT @@TRANCOUNT")
                            ? Result.of(StubDatabase.of("n int"), new Object[] {0})
                            : null);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** A certificate that signs itself, and a store that trusts it. */
  private static void certificate(String name, String host) throws Exception {
    Path pem = dir.resolve(name + ".pem");
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + host,
        "-validity",
        "30",
        "-keystore",
        dir.resolve(name + ".p12").toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        name,
        "-file",
        pem.toString(),
        "-keystore",
        dir.resolve(name + ".p12").toString());
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        pem.toString(),
        "-keystore",
        dir.resolve(name + "-trust.p12").toString());
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(dir.resolve("keytool.log"))).isZero();
  }

  private static SourceSession open(String host, String trusted) throws Exception {
    SQLServerDataSource source = new SQLServerDataSource();
    source.setServerName(host);
    source.setPortNumber(server.port());
    source.setUser("sa");
    source.setPassword("canary-password");
    source.setEncrypt("strict");
    source.setTrustStore(dir.resolve(trusted + "-trust.p12").toString());
    source.setTrustStorePassword(PASSWORD);
    source.setLoginTimeout(10);
    return SqlServer.create()
        .open(source, new SessionSettings("rivet", Duration.ZERO, Duration.ZERO));
  }

  @Test
  void aTrustedCertificateForTheHostIsAccepted() throws Exception {
    try (SourceSession session = open("localhost", "server")) {
      assertThat(session.identity().product()).isEqualTo("Azure SQL");
      assertThat(session.identity().pooler()).isEqualTo("azure-gateway");
    }
  }

  @Test
  void anotherHostIsRefused() {
    assertRefused("127.0.0.1", "server");
  }

  @Test
  void anUnknownCertificateIsRefused() {
    assertRefused("localhost", "other");
  }

  private static void assertRefused(String host, String trusted) {
    assertThatThrownBy(() -> open(host, trusted))
        .hasMessageNotContaining("canary-password")
        .satisfies(
            e ->
                assertThat(SqlServer.create().classify(e).code())
                    .isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
  }

  private static javax.sql.DataSource through(String host, Tls tls) throws Exception {
    javax.sql.DataSource source =
        SqlServer.dataSource(
            Endpoint.of(host, "shop")
                .port(server.port())
                .user("sa", Secret.of("canary-password"))
                .tls(tls));
    assertThat(source.toString()).doesNotContain("canary").contains("sa@" + host);
    return source;
  }

  /** The stub speaks TLS from the first byte only, which is said on top of what the endpoint gives. */
  private static String opened(String host, Tls tls) throws Exception {
    javax.sql.DataSource source = through(host, tls);
    source.unwrap(SQLServerDataSource.class).setEncrypt("strict");
    try (SourceSession session =
        SqlServer.create()
            .open(source, new SessionSettings("rivet", Duration.ZERO, Duration.ZERO))) {
      return session.identity().product();
    }
  }

  @Test
  void anEndpointsModesReachTheDriver() throws Exception {
    Path ca = dir.resolve("server.pem");
    SQLServerDataSource disabled =
        through("localhost", Tls.disabled()).unwrap(SQLServerDataSource.class);
    assertThat(disabled.getEncrypt()).isEqualToIgnoringCase("false");
    SQLServerDataSource required =
        through("localhost", Tls.require()).unwrap(SQLServerDataSource.class);
    assertThat(required.getEncrypt()).isEqualToIgnoringCase("true");
    assertThat(required.getTrustServerCertificate()).isTrue();
    SQLServerDataSource authority =
        through("localhost", Tls.verifyCa().caFile(ca)).unwrap(SQLServerDataSource.class);
    assertThat(authority.getEncrypt()).isEqualToIgnoringCase("true");
    assertThat(authority.getTrustServerCertificate()).isFalse();
    assertThat(authority.getTrustManagerConstructorArg()).isEqualTo(ca.toString());
    SQLServerDataSource full =
        through("localhost", Tls.verifyFull()).unwrap(SQLServerDataSource.class);
    assertThat(full.getEncrypt()).isEqualToIgnoringCase("true");
    assertThat(full.getTrustServerCertificate()).isFalse();
    assertThat(full.getTrustManagerClass()).isEmpty();
    assertThatThrownBy(
            () -> through("localhost", Tls.verifyFull().caFile(dir.resolve("server.p12"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("server.p12");
  }

  @Test
  void verifyFullByAnEndpointChecksAuthorityAndHost() throws Exception {
    Tls ours = Tls.verifyFull().caFile(dir.resolve("server.pem"));
    assertThat(opened("localhost", ours)).isEqualTo("Azure SQL");
    for (String[] bad : new String[][] {{"127.0.0.1", "server.pem"}, {"localhost", "other.pem"}}) {
      assertThatThrownBy(() -> opened(bad[0], Tls.verifyFull().caFile(dir.resolve(bad[1]))))
          .hasMessageNotContaining("canary-password")
          .satisfies(
              e ->
                  assertThat(SqlServer.create().classify(e).code())
                      .isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
    }
  }

  @Test
  void theTrustManagerOfVerifyCaChecksTheAuthorityAlone() throws Exception {
    java.security.cert.X509Certificate[] chain = {
      (java.security.cert.X509Certificate)
          java.security.cert.CertificateFactory.getInstance("X.509")
              .generateCertificate(Files.newInputStream(dir.resolve("server.pem")))
    };
    String name =
        through("h", Tls.verifyCa()).unwrap(SQLServerDataSource.class).getTrustManagerClass();
    java.lang.reflect.Constructor<?> made = Class.forName(name).getConstructor(String.class);
    javax.net.ssl.X509TrustManager ours =
        (javax.net.ssl.X509TrustManager) made.newInstance(dir.resolve("server.pem").toString());
    ours.checkServerTrusted(chain, "RSA");
    for (String other : new String[] {dir.resolve("other.pem").toString(), ""}) {
      javax.net.ssl.X509TrustManager theirs =
          (javax.net.ssl.X509TrustManager) made.newInstance(other);
      assertThatThrownBy(() -> theirs.checkServerTrusted(chain, "RSA"))
          .isInstanceOf(java.security.cert.CertificateException.class);
    }
  }
}
