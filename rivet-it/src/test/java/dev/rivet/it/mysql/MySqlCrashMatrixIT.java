package dev.rivet.it.mysql;

import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix;
import dev.rivet.it.support.Env;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on MySQL: every point of failure and every fault, whole and in parallel chunks. */
class MySqlCrashMatrixIT extends CrashMatrix {
  private static Content content;

  @BeforeAll
  static void fill() {
    TestServer server = TestServer.mysql().required();
    content =
        new Content(
            server.connectorJ(),
            MySqlOrders.create(server, "orders", 600),
            MySqlOrders.rows(server, "orders"));
  }

  @Override
  protected Content content() {
    return content;
  }

  @Override
  protected long sessionsLeft() {
    return Long.parseLong(
        TestServer.mysql()
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
    List<Cell> cells = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      cells.add(new Cell("full", Full.scan(), Csv.rfc4180(), Env.State.SQLITE, fault));
      cells.add(
          new Cell(
              "chunked, parallel 3",
              Chunked.by("id").count(5).parallel(3),
              Parquet.zstd(),
              Env.State.SQLITE,
              fault));
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    leavesEveryRowExactlyOnce(cell);
  }
}
