package dev.rivet.it.crash;

import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
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

/** FM1, CU1 on a local disk, in all formats and with all kinds of state store. */
class CrashMatrixIT extends CrashMatrix {
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
