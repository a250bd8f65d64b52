package dev.rivet.it.crash;

import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FM1, CU1 on a local disk: every mode with every format and every state store, each with one of the faults; with {@code
 * -Drivet.crash=all} each with all of them.
 */
class CrashMatrixIT extends CrashMatrix {
  private static final boolean ALL = "all".equals(System.getProperty("rivet.crash"));

  static Stream<Cell> matrix() {
    List<Cell> cells = new ArrayList<>();
    Fault[] faults = Fault.values();
    int turn = 0;
    for (Env.State state : Env.State.values()) {
      for (Format format : List.of(Parquet.zstd(), Csv.rfc4180())) {
        for (int mode = 0; mode < 3; mode++) {
          for (int fault = 0; fault < faults.length; fault++) {
            // In turn, so that each mode, format and store meets each fault.
            if (ALL || fault == (mode + turn) % faults.length) {
              cells.add(cell(mode, format, state, faults[fault]));
            }
          }
        }
        turn++;
      }
    }
    return cells.stream();
  }

  private static Cell cell(int mode, Format format, Env.State state, Fault fault) {
    return switch (mode) {
      case 0 -> full(format, state, fault);
      case 1 -> chunked(format, state, fault);
      default -> parallel(format, state, fault);
    };
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

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    leavesEveryRowExactlyOnce(cell);
  }
}
