package dev.rivet.sink.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.StaleVersionException;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
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

  /** What two processes do with the current manifest: a replacement that was not based on the newest one is refused. */
  @Test
  void noReplacementIsLost(@TempDir Path dir) throws Exception {
    ObjectKey key = new ObjectKey(Location.of(dir), "manifest.json");
    LocalSink first = LocalSink.create().withoutFsync();
    assertThat(first.version(key)).isEmpty();
    assertThat(first.put(key, "0".getBytes(UTF_8), PutMode.CREATE).size()).isEqualTo(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        LocalSink sink = i % 2 == 0 ? first : LocalSink.create().withoutFsync();
        counts.add(threads.submit(() -> count(sink, key, 50)));
      }
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(50);
      }
    } finally {
      threads.shutdownNow();
    }
    try (InputStream in = first.open(key, 0)) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("200");
    }
    assertThat(first.list(key.prefix())).hasSize(1);
  }

  private static int count(LocalSink sink, ObjectKey key, int times) throws IOException {
    int done = 0;
    while (done < times) {
      String version = sink.version(key).orElseThrow();
      String now;
      try (InputStream in = sink.open(key, 0)) {
        now = new String(in.readAllBytes(), UTF_8);
      }
      try {
        sink.replace(key, Integer.toString(Integer.parseInt(now) + 1).getBytes(UTF_8), version);
        done++;
      } catch (StaleVersionException e) {
        Thread.onSpinWait(); // somebody else was faster
      }
    }
    return done;
  }
}
