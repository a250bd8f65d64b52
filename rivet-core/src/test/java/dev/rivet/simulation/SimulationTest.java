package dev.rivet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

/**
 * Random crash schedules through the real apply, admission, run loop and finisher: whatever dies, stalls or loses its answer wherever,
 * a reader of the manifest sees every row exactly once at every moment, and one quiet apply at the end makes everything whole.
 *
 * <p>{@code -Drivet.simulation.schedules=1000000} runs more, {@code -Drivet.simulation.from=…} others, {@code
 * -Drivet.simulation.seed=…} one of them again and prints what happened.
 */
class SimulationTest {
  private static final long SCHEDULES = Long.getLong("rivet.simulation.schedules", 100_000);
  private static final long FROM = Long.getLong("rivet.simulation.from", 1);
  private static final long SEED = Long.getLong("rivet.simulation.seed", -1);

  @Test
  void noScheduleLosesOrDoublesARow() throws Exception {
    List<Schedule.Plans> modes = Schedule.Plans.all();
    if (SEED >= 0) {
      replay(SEED, modes);
      return;
    }
    int lanes = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    AtomicLong next = new AtomicLong(FROM);
    AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
    ExecutorService threads = Executors.newCachedThreadPool(SimulationTest::daemon);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < lanes; i++) {
        running.add(threads.submit(() -> lane(next, failed, modes, threads)));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    } finally {
      threads.shutdownNow();
    }
    if (failed.get() != Long.MAX_VALUE) {
      replay(failed.get(), modes);
    }
    assertThat(next.get()).isGreaterThanOrEqualTo(FROM + SCHEDULES);
  }

  private static void lane(
      AtomicLong next, AtomicLong failed, List<Schedule.Plans> modes, ExecutorService threads) {
    try (BufferAllocator memory = Schedule.newMemory()) {
      for (long seed = next.getAndIncrement();
          seed < FROM + SCHEDULES && failed.get() == Long.MAX_VALUE;
          seed = next.getAndIncrement()) {
        if (new Schedule(seed, modes, memory, threads, false).run() != null) {
          failed.accumulateAndGet(seed, Math::min);
        }
      }
    }
  }

  private static void replay(long seed, List<Schedule.Plans> modes) {
    ExecutorService threads = Executors.newCachedThreadPool(SimulationTest::daemon);
    try (BufferAllocator memory = Schedule.newMemory()) {
      Schedule schedule = new Schedule(seed, modes, memory, threads, true);
      String violation = schedule.run();
      String story = String.join("\n", schedule.trace());
      System.out.println(story);
      assertThat(violation)
          .as("seed %d; replay with -Drivet.simulation.seed=%d%n%s%n", seed, seed, story)
          .isNull();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "simulated");
    thread.setDaemon(true);
    return thread;
  }
}
