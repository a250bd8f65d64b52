package dev.rivet.it.sinks;

import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix;
import dev.rivet.it.support.Env;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on an object store. */
abstract class StoreCrashMatrix extends CrashMatrix {
  static Stream<Cell> matrix() {
    return Stream.of(Fault.values())
        .flatMap(
            fault ->
                Stream.of(
                    new Cell("full", Full.scan(), Csv.rfc4180(), Env.State.SQLITE, fault),
                    new Cell(
                        "chunked, parallel 3",
                        Chunked.by("id").count(5).parallel(3),
                        Parquet.zstd(),
                        Env.State.SQLITE,
                        fault)));
  }

  abstract ObjectStore store();

  @Override
  protected Sink newSink() {
    return store().sink(store().address());
  }

  @Override
  protected Location newPrefix(int n) {
    return store().newPrefix();
  }

  @Override
  protected Path seen(Location prefix) {
    return store().mirror(prefix, dir().resolve("seen"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    leavesEveryRowExactlyOnce(cell);
  }
}
