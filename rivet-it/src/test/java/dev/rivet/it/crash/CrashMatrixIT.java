package dev.rivet.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix.Cell;
import dev.rivet.it.crash.CrashMatrix.Fault;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.SourceTable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link CrashMatrix} on PostgreSQL: every mode, format, state store and fault. */
class CrashMatrixIT {
  private static final int ROWS = 600;

  private static Postgres db;
  private static SourceTable orders;
  private static List<List<String>> expected;

  @TempDir Path dir;

  static Stream<Cell> matrix() {
    List<Cell> cells = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Env.State state : Env.State.values()) {
        for (Format format : List.of(Parquet.zstd(), Csv.rfc4180())) {
          cells.add(new Cell("full", Full.scan(), format, state, fault));
          cells.add(new Cell("chunked", Chunked.by("id").count(4), format, state, fault));
          cells.add(
              new Cell(
                  "chunked, parallel 3",
                  Chunked.by("id").count(5).parallel(3),
                  format,
                  state,
                  fault));
        }
      }
    }
    return cells.stream();
  }

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, ROWS);
    expected = orders.rows(db);
  }

  @AfterAll
  static void noSessionIsLeft() {
    assertThat(db.otherSessions()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    new CrashMatrix(db.dataSource(), orders, expected, dir).run(cell);
  }
}
