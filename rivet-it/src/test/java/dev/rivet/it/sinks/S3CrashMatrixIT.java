package dev.rivet.it.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.it.crash.CrashMatrix;
import dev.rivet.it.support.Env;
import dev.rivet.spi.sink.Sink;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 on an object store. */
class S3CrashMatrixIT extends CrashMatrix {
  static Stream<Cell> matrix() {
    return Stream.of(
        parallel(Parquet.zstd(), Env.State.SQLITE, Fault.DIES_BEFORE),
        full(Csv.rfc4180(), Env.State.POSTGRES, Fault.FAILS),
        full(Csv.rfc4180(), Env.State.SQLITE, Fault.HAPPENS_BUT_FAILS));
  }

  @Override
  protected Sink newSink() {
    return S3Store.sink();
  }

  @Override
  protected Location newPrefix(int n) {
    return S3Store.newPrefix();
  }

  @Override
  protected Path seen(Location prefix) {
    return S3Store.mirror(S3Store.sink(), prefix, dir().resolve("seen"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void everyPointOfFailure_leavesEveryRowExactlyOnce(Cell cell) {
    leavesEveryRowExactlyOnce(cell);
  }

  @AfterEach
  void noUploadIsLeftOpen() {
    assertThat(S3Store.openUploads()).isEmpty();
  }
}
