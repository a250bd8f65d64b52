package dev.rivet.it.mysql;

import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix;
import dev.rivet.it.crash.CrashMatrix.Cell;
import dev.rivet.it.crash.CrashMatrix.Fault;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.SourceTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on MySQL: every point of failure and every fault, whole and in parallel chunks. */
class MySqlCrashMatrixIT {
  private static SourceTable orders;
  private static List<List<String>> expected;

  @TempDir Path dir;

  @BeforeAll
  static void fill() {
    TestServer server = TestServer.mysql().required();
    orders = MySqlOrders.create(server, "orders", 600);
    expected = MySqlOrders.rows(server, "orders");
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
    new CrashMatrix(TestServer.mysql().connectorJ(), orders, expected, dir).run(cell);
  }
}
