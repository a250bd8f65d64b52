package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.connect.Endpoint;
import dev.rivet.connect.Secret;
import dev.rivet.connect.Tls;
import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.SourceFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that only talks TLS, with a certificate made out to localhost, and passwords. */
class TlsIT {
  private static final String SECRET = "s3cret-passw0rd";

  @TempDir static Path dir;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException, InterruptedException, SQLException {
    String store = "-storetype PKCS12 -storepass changeit -keystore ";
    keytool(
        "-genkeypair -alias ca -keyalg RSA -dname CN=test-ca -ext bc:c -validity 3650 "
            + store
            + "ca.p12");
    keytool("-exportcert -rfc -alias ca -file ca.crt " + store + "ca.p12");
    keytool(
        "-genkeypair -alias other -keyalg RSA -dname CN=other-ca -ext bc:c -validity 3650 "
            + store
            + "other.p12");
    keytool("-exportcert -rfc -alias other -file other.crt " + store + "other.p12");
    keytool(
        "-genkeypair -alias srv -keyalg RSA -dname CN=localhost -validity 3650 "
            + store
            + "server.p12");
    keytool("-certreq -alias srv -file server.csr " + store + "server.p12");
    keytool(
        "-gencert -rfc -alias ca -infile server.csr -outfile server.crt -ext san=dns:localhost "
            + store
            + "ca.p12");
    server =
        EmbeddedPostgres.builder()
            .setDataDirectoryCustomizer(TlsIT::configure)
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", "server.crt")
            .setServerConfig("ssl_key_file", "server.key")
            .start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader LOGIN PASSWORD '" + SECRET + "'");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(dir.resolve("keytool.log"))).isZero();
  }

  private static void configure(java.io.File data) {
    try {
      Path target = data.toPath();
      Files.copy(dir.resolve("server.crt"), target.resolve("server.crt"));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(dir.resolve("server.p12"))) {
        keys.load(in, "changeit".toCharArray());
      }
      byte[] key = keys.getKey("srv", "changeit".toCharArray()).getEncoded();
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                  .encodeToString(key)
              + "\n-----END PRIVATE KEY-----\n";
      Path file = target.resolve("server.key");
      Files.writeString(file, pem);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      Files.writeString(
          target.resolve("pg_hba.conf"),
          """
          local   all postgres              trust
          host    all postgres 127.0.0.1/32 trust
          host    all postgres ::1/128      trust
          hostssl all all      127.0.0.1/32 scram-sha-256
          hostssl all all      ::1/128      scram-sha-256
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Rows.Source at(String host, String password, String more) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://" + host + ":" + server.getPort() + "/postgres?" + more);
    source.setUser("reader");
    source.setPassword(password);
    return new Rows.Source(
        Postgres.create(),
        source,
        "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  }

  private static String verifyFull(String ca) {
    return "sslmode=verify-full&sslrootcert=" + dir.resolve(ca);
  }

  private static SourceFailure refusal(Rows.Source source) {
    Throwable e = catchThrowable(() -> Rows.of(source));
    assertThat(e).isInstanceOf(SQLException.class);
    for (Throwable t = e; t != null; t = t.getCause()) {
      assertThat(String.valueOf(t.getMessage())).doesNotContain(SECRET).doesNotContain("wr0ng");
    }
    return Postgres.create().classify(e);
  }

  @Test
  void verifyFull() throws SQLException {
    Rows rows = Rows.of(at("localhost", SECRET, verifyFull("ca.crt")));
    assertThat(rows.rows()).containsExactly(List.of(true, "TLSv1.3"));
  }

  @Test
  void wrongHost() {
    SourceFailure verdict = refusal(at("127.0.0.1", SECRET, verifyFull("ca.crt")));
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).contains("certificate").contains("host name");
  }

  @Test
  void unknownAuthority() {
    SourceFailure verdict = refusal(at("localhost", SECRET, verifyFull("other.crt")));
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).contains("sslrootcert");
  }

  @Test
  void plaintextIsRefusedByTheServer() {
    SourceFailure verdict = refusal(at("localhost", SECRET, "sslmode=disable"));
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
  }

  @Test
  void wrongPassword() {
    SourceFailure verdict = refusal(at("localhost", "wr0ng", verifyFull("ca.crt")));
    assertThat(verdict.code()).isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).contains("password");
  }

  private static Rows.Source through(String host, Tls tls) {
    Endpoint endpoint =
        Endpoint.of(host, "postgres")
            .port(server.getPort())
            .user("reader", Secret.of(SECRET))
            .tls(tls);
    DataSource source = Postgres.dataSource(endpoint);
    assertThat(source.toString()).contains(host, tls.mode().toString()).doesNotContain(SECRET);
    return new Rows.Source(
        Postgres.create(),
        source,
        "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
  }

  /** What each mode lets through, by an endpoint instead of a data source of one's own. */
  @Test
  void theMatrixOfModes() throws SQLException {
    Path ours = dir.resolve("ca.crt");
    Path others = dir.resolve("other.crt");
    List<List<Object>> encrypted = List.of(List.of(true, "TLSv1.3"));
    assertThat(refusal(through("localhost", Tls.disabled())).code())
        .isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(Rows.of(through("127.0.0.1", Tls.require())).rows()).isEqualTo(encrypted);
    assertThat(Rows.of(through("127.0.0.1", Tls.verifyCa().caFile(ours))).rows())
        .isEqualTo(encrypted);
    assertThat(refusal(through("localhost", Tls.verifyCa().caFile(others))).code())
        .isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(Rows.of(through("localhost", Tls.verifyFull().caFile(ours))).rows())
        .isEqualTo(encrypted);
    assertThat(refusal(through("127.0.0.1", Tls.verifyFull().caFile(ours))).code())
        .isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThat(refusal(through("localhost", Tls.verifyFull())).code())
        .as("not among what the JVM trusts")
        .isEqualTo(ErrorCode.SOURCE_AUTHENTICATION);
    assertThatThrownBy(() -> through("localhost", Tls.verifyFull().caFile(dir.resolve("ca.p12"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ca.p12");
  }
}
