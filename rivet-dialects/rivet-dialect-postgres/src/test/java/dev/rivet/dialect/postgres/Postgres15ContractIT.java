package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.dialect.Dialect;
import dev.rivet.tck.dialect.DialectContract;
import dev.rivet.tck.dialect.TestSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of dialects on the oldest server of the tests; Maven puts its binaries into the build directory. */
class Postgres15ContractIT extends DialectContract {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedPostgres.builder().setPgBinaryResolver((system, machine) -> binaries()).start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** The archive within the one jar there; read to its end by whoever asks. */
  private static InputStream binaries() throws IOException {
    Path jar;
    try (Stream<Path> files = Files.list(Path.of("target", "postgres"))) {
      jar = files.filter(f -> f.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
    ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(".txz")) {
        return zip;
      }
    }
    zip.close();
    throw new FileNotFoundException("no archive in " + jar);
  }

  @Override
  protected Dialect dialect() {
    return Postgres.create();
  }

  @Override
  protected TestSource source() {
    return new ContractSource(server);
  }

  @Test
  void isThatVersion() {
    assertThat(source().query("SHOW server_version_num")).startsWith("15");
  }
}
