package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.TypeRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Behind PgBouncer in transaction mode, where each transaction may meet another backend. Skipped where it is not installed. */
class PgBouncerIT {
  private static final SliceBounds WHOLE = new SliceBounds.Whole();

  @TempDir static Path dir;
  private static Process bouncer;
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeThat(onPath("pgbouncer")).as("pgbouncer is not on the PATH").isTrue();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path users = Files.writeString(dir.resolve("users.txt"), "\"postgres\" \"\"\n");
    Path ini =
        Files.writeString(
            dir.resolve("pgbouncer.ini"),
            """
            [databases]
            postgres = host=127.0.0.1 port=%d dbname=postgres user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = transaction
            default_pool_size = 3
            min_pool_size = 3
            server_round_robin = 1
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(TestServer.port(), port, users));
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      assumeThat(onPath("unshare")).as("pgbouncer refuses root, and unshare is missing").isTrue();
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of("pgbouncer", ini.toString()));
    bouncer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    awaitPort();
    TestServer.execute(
        "CREATE TABLE IF NOT EXISTS pooled AS SELECT g AS id, repeat('x', 50) AS v, g::numeric(9,2)"
            + " AS n FROM generate_series(1, 20000) g",
        "ANALYZE pooled");
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
  }

  private static void awaitPort() throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(bouncer.isAlive()).as(Files.readString(dir.resolve("log"))).isTrue();
        Thread.sleep(50); // between two looks
      }
    }
    throw new AssertionError(Files.readString(dir.resolve("log")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (bouncer != null) {
      bouncer.descendants().forEach(ProcessHandle::destroyForcibly);
      bouncer.destroyForcibly().waitFor();
    }
  }

  private static PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
    return source;
  }

  private static List<Postgres> dialects() {
    return List.of(Postgres.create(), Postgres.withoutCopy());
  }

  @Test
  void isRecognised() throws SQLException {
    try (SourceSession session = Postgres.create().open(source(), Rows.settings())) {
      assertThat(session.identity().pooler()).isIn("transaction-pooler", "pooler");
      assertThat(session.canShareSnapshot()).isFalse();
    }
  }

  @Test
  void readsEverythingWithSeveralClientsAtOnce() throws SQLException {
    for (Postgres dialect : dialects()) {
      List<SourceSession> sessions = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          sessions.add(dialect.open(source(), Rows.settings()));
        }
        for (int round = 0; round < 6; round++) {
          for (SourceSession session : sessions) {
            SourceRelation relation =
                session.resolve(new Relation.Table("public", "pooled"), TypeRules.standard());
            Rows rows = Rows.of(relation, WHOLE, Rows.options(5000, Duration.ofMillis(20)));
            assertThat(rows.rows()).hasSize(20000);
            assertThat(rows.rows().get(19999).get(2).toString()).endsWith(".00");
          }
        }
      } finally {
        for (SourceSession session : sessions) {
          session.close();
        }
      }
    }
    assertNothingLeaked();
  }

  @Test
  void failuresAndCancelsLeakNothing() throws Exception {
    for (Postgres dialect : dialects()) {
      for (int round = 0; round < 4; round++) {
        try (SourceSession session = dialect.open(source(), Rows.settings());
            BufferAllocator allocator = new RootAllocator()) {
          SourceRelation broken =
              session.resolve(
                  Rows.query("SELECT 1 / (500 - g) AS v FROM generate_series(1, 1000) g"),
                  TypeRules.standard());
          assertThat(catchThrowable(() -> Rows.of(broken, WHOLE, Rows.OPTIONS)))
              .isInstanceOf(SQLException.class);
          SourceRelation endless =
              session.resolve(
                  Rows.query("SELECT generate_series(1, 100000000) AS v"), TypeRules.standard());
          try (BatchReader reader = endless.read(WHOLE, Rows.OPTIONS, allocator)) {
            assertThat(reader.next()).isTrue();
            session.cancel();
            Throwable e =
                catchThrowable(
                    () -> {
                      while (reader.next()) {
                        // until it fails
                      }
                    });
            assertThat(dialect.classify(e).code()).as("%s", e).isEqualTo(ErrorCode.CANCELLED);
          }
          assertThat(
                  Rows.of(
                          session.resolve(Rows.query("SELECT 1 AS v"), TypeRules.standard()),
                          WHOLE,
                          Rows.OPTIONS)
                      .values())
              .containsExactly(1);
        }
        assertNothingLeaked();
      }
    }
  }

  /** Several transactions in a row, so that the pooler's backends all get their turn. */
  private static void assertNothingLeaked() throws SQLException {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 6; i++) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
                    + " current_setting('transaction_read_only'),"
                    + " current_setting('synchronize_seqscans'), current_setting('IntervalStyle'),"
                    + " current_setting('transaction_isolation'), (SELECT count(*) FROM"
                    + " pg_prepared_statements)")) {
          rows.next();
          List<String> settings = new ArrayList<>();
          for (int c = 1; c <= 7; c++) {
            settings.add(rows.getString(c));
          }
          assertThat(settings)
              .containsExactly("0", "0", "off", "on", "postgres", "read committed", "0");
        }
      }
    }
  }
}
