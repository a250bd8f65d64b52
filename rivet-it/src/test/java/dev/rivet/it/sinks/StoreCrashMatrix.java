package dev.rivet.it.sinks;

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
  /** What depends on the store: a part of each kind left by a dead process, and a request that seemed to fail. */
  static Stream<Cell> matrix() {
    return Stream.of(
        parallel(Parquet.zstd(), Env.State.SQLITE, Fault.DIES_BEFORE),
        full(Csv.rfc4180(), Env.State.SQLITE, Fault.HAPPENS_BUT_FAILS));
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
