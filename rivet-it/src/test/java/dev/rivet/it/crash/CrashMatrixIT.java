package dev.rivet.it.crash;

import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on a local disk, in both formats and with both kinds of state store. */
class CrashMatrixIT extends CrashMatrix {
  /** Every mode with every fault; every pair of format or state store with a mode, a fault and each other. */
  static Stream<Cell> matrix() {
    return Stream.of(
        full(Parquet.zstd(), Env.State.SQLITE, Fault.DIES_BEFORE),
        full(Csv.rfc4180(), Env.State.POSTGRES, Fault.FAILS),
        full(Csv.rfc4180(), Env.State.SQLITE, Fault.HAPPENS_BUT_FAILS),
        chunked(Csv.rfc4180(), Env.State.POSTGRES, Fault.DIES_BEFORE),
        chunked(Parquet.zstd(), Env.State.SQLITE, Fault.FAILS),
        chunked(Parquet.zstd(), Env.State.POSTGRES, Fault.HAPPENS_BUT_FAILS),
        parallel(Parquet.zstd(), Env.State.POSTGRES, Fault.DIES_BEFORE),
        parallel(Csv.rfc4180(), Env.State.SQLITE, Fault.FAILS),
        parallel(Parquet.zstd(), Env.State.SQLITE, Fault.HAPPENS_BUT_FAILS));
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
