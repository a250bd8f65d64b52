package dev.rivet.simulation;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.internal.apply.ApplyOperation;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.resource.SourceAccess;
import dev.rivet.internal.retry.Backoff;
import dev.rivet.internal.retry.RetryingSink;
import dev.rivet.plan.Plan;
import dev.rivet.run.Apply;
import dev.rivet.spi.sink.Sink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One random history of one export: processes that apply one of two plans, alone or together, die, stall, lose answers and have wrong
 * clocks; then, in quiet, one of the plans is applied to the end.
 */
final class Schedule {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final DataSource NO_DATA_SOURCE =
      (DataSource)
          Proxy.newProxyInstance(
              Schedule.class.getClassLoader(),
              new Class<?>[] {DataSource.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("a simulated source has no connections");
              });

  private final Random random;
  private final World world;
  private final BufferAllocator memory;
  private final Plans plans;
  private final boolean areTogether;
  private final boolean areMixed;
  private final boolean areThreaded;
  private final boolean isRetrying;
  private final long seed;
  private int processes;
  private int startsLeft;

  /** Two plans of the same export: the second is applied after the first. */
  record Plans(Plan first, Plan second) {

    /** Every mode worth a difference here. */
    static List<Plans> all() {
      return List.of(
          of(Chunked.by("id").rows(2)), of(Chunked.by("id").rows(2).parallel(2)), of(Full.scan()));
    }

    private static Plans of(Extraction extraction) {
      Random random = new Random(1);
      World world = new World(random, Runnable::run, 1, false);
      world.faults().stop();
      SimProcess planner = new SimProcess(0, world, false);
      Export export =
          Export.table("t")
              .extract(extraction)
              .as(Csv.rfc4180())
              .tuning(Tuning.fast().retryBackoff(Duration.ofMillis(1)).maxRetries(2))
              .into(Path.of("/simulated"))
              .build();
      try (Rivet rivet =
          Rivet.builder()
              .source(NO_DATA_SOURCE)
              .dialect(new SimSource(world, planner))
              .stateStore(SimState.of(world, planner))
              .sink(new SimSink(world, planner))
              .clock(Clock.fixed(World.START.minusSeconds(86_400), ZoneOffset.UTC))
              .random(random)
              .build()) {
        return new Plans(rivet.plan(export), rivet.plan(export));
      }
    }
  }

  Schedule(
      long seed, List<Plans> modes, BufferAllocator memory, Executor threads, boolean isTraced) {
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    this.world = new World(random, threads, LEASE.toNanos(), isTraced);
    this.memory = memory;
    this.plans = modes.get(random.nextInt(modes.size()));
    int company = random.nextInt(4);
    this.areTogether = company > 1;
    this.areMixed = company == 3;
    this.areThreaded = random.nextInt(4) == 0;
    this.isRetrying = random.nextBoolean();
    this.startsLeft = 1 + random.nextInt(5);
  }

  /** What a reader should never have seen, or null. */
  @Nullable String run() {
    try {
      world.scheduler().run(this::nextStart);
      world.faults().stop();
      if (world.violation() == null) {
        world.scheduler().advance(LEASE.multipliedBy(20).toNanos());
        boolean[] isStarted = {false};
        world
            .scheduler()
            .run(
                () -> {
                  if (isStarted[0]) {
                    return null;
                  }
                  isStarted[0] = true;
                  SimProcess last = new SimProcess(99, world, false);
                  return () -> world.scheduler().spawn(last, () -> finish(last));
                });
        world.checkEnd();
      }
    } catch (RuntimeException e) {
      world.violated(text(e));
    }
    return world.violation();
  }

  List<String> trace() {
    return world.trace();
  }

  private @Nullable Runnable nextStart() {
    boolean isFirst = processes == 0;
    if (startsLeft == 0 || (!isFirst && random.nextInt(6) != 0) || world.violation() != null) {
      return null;
    }
    startsLeft--;
    SimProcess process = new SimProcess(++processes, world, areThreaded);
    boolean isTogether = areMixed ? random.nextBoolean() : areTogether;
    boolean isSecond = !isFirst && random.nextInt(3) == 0;
    boolean isForced = random.nextInt(12) == 0;
    Plan plan = isSecond ? plans.second() : plans.first();
    return () ->
        world
            .scheduler()
            .spawn(
                process,
                () -> {
                  world.trace(
                      process,
                      "applies plan "
                          + (isSecond ? 2 : 1)
                          + (isTogether ? " together" : "")
                          + (isForced ? " by force" : ""));
                  try {
                    apply(process, plan, isTogether, isForced);
                    world.trace(process, "is done");
                  } catch (RivetException e) {
                    world.trace(process, "ends with " + e.code());
                  } catch (IllegalStateException e) {
                    if (!process.isDead()) {
                      world.violated(text(e));
                    }
                  } catch (RuntimeException | AssertionError e) {
                    world.violated(text(e));
                  }
                });
  }

  private void apply(SimProcess process, Plan plan, boolean isTogether, boolean isForced) {
    Apply apply = new ApplyOperation(resources(process), plan);
    if (isTogether) {
      apply.together();
    }
    if (isForced) {
      world.forced();
      apply.force();
    }
    apply.execute();
  }

  /** Mostly what was begun: to finish that costs little, and most histories are about it. */
  private void finish(SimProcess last) {
    boolean isFirst = random.nextInt(4) != 0;
    Plan wanted = isFirst ? plans.first() : plans.second();
    Plan other = isFirst ? plans.second() : plans.first();
    for (int round = 0; round < 4; round++) {
      try {
        apply(last, wanted, false, false);
        return;
      } catch (RivetException e) {
        world.trace(last, "the last apply ends with " + e.code());
        if (e.code() == ErrorCode.PLAN_ALREADY_APPLIED) {
          return;
        }
        if (e.code() != ErrorCode.RUN_UNFINISHED) {
          world.violated("the last apply: " + text(e));
          return;
        }
        apply(last, other, false, false);
      } catch (RuntimeException | AssertionError e) {
        world.violated("the last apply: " + text(e));
        return;
      }
    }
    world.violated("the last apply does not come to an end");
  }

  private Resources resources(SimProcess process) {
    Random ids = new Random(seed * 31 + process.number());
    Sink sink = new SimSink(world, process);
    if (isRetrying) {
      CountDownLatch never = new CountDownLatch(1);
      sink =
          RetryingSink.around(
              sink,
              2,
              new Backoff(Duration.ofMillis(10), ids),
              d -> {
                boolean unused = process.waiting().await(never, d);
              },
              (operation, retry, failure, verdict, delay) -> {});
    }
    return new Resources(
        new SourceAccess(NO_DATA_SOURCE, List.of(new SimSource(world, process)), true),
        SimState.of(world, process),
        Map.of("file", sink),
        Map.of("file", sink),
        "default",
        process.executor(),
        process.clock(),
        ids,
        memory,
        null,
        "p" + process.number(),
        Duration.ofDays(1000),
        Duration.ofDays(2000),
        LEASE,
        null,
        process.waiting(),
        event -> {});
  }

  static BufferAllocator newMemory() {
    return new RootAllocator(64 << 20);
  }

  private static String text(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
