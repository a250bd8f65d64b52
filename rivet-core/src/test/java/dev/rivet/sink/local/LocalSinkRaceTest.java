package dev.rivet.sink.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parallel slices start at the same time in a destination that does not exist yet. */
class LocalSinkRaceTest {
  private static final int THREADS = 4;

  @Test
  void parallelSlicesMakeTheSameNewDirectory(@TempDir Path dir) throws Exception {
    LocalSink sink = LocalSink.create();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < 300; round++) {
        Location prefix = Location.of(dir.resolve("new" + round).resolve("deeper"));
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Future<Long>> writes = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          ObjectKey key = new ObjectKey(prefix, "part" + i);
          writes.add(
              threads.submit(
                  () -> {
                    together.await();
                    return sink.put(key, "rows".getBytes(UTF_8), PutMode.CREATE).size();
                  }));
        }
        for (Future<Long> write : writes) {
          assertThat(write.get()).isEqualTo(4);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
