package dev.rivet.it.mysql;

import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix;
import dev.rivet.it.support.Env;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on MariaDB through its own driver: a few cells of the matrix that MySQL goes through in full. */
class MariaDbCrashMatrixIT extends CrashMatrix {
  private static Content content;

  @BeforeAll
  static void fill() {
    TestServer server = TestServer.mariaDb().required();
    content =
        new Content(
            server.mariaDbDriver(),
            MySqlOrders.create(server, "orders", 300),
            MySqlOrders.rows(server, "orders"));
  }

  @Override
  protected Content content() {
    return content;
  }

  @Override
  protected long sessionsLeft() {
    return Long.parseLong(
        TestServer.mariaDb()
            .query(
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()"
                    + " AND USER = 'root'"));
  }

  @Override
  protected Sink newSink() {
    return LocalSink.create();
  }

  @Override
  protected Location newPrefix(int n) {
    return Location.of(dir().resolve("out-" + n));
  }

  @Override
  protected Path seen(Location prefix) {
    return Path.of(prefix.path());
  }

  static Stream<Cell> matrix() {
    return Stream.of(Fault.DIES_BEFORE, Fault.HAPPENS_BUT_FAILS)
        .map(
            fault ->
                new Cell(
                    "chunked, parallel 2",
                    Chunked.by("id").count(3).parallel(2),
                    Parquet.zstd(),
                    Env.State.SQLITE,
                    fault));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    leavesEveryRowExactlyOnce(cell);
  }
}
