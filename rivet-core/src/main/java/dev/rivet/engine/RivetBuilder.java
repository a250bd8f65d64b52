package dev.rivet.engine;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.resource.SourceAccess;
import dev.rivet.internal.retry.Backoff;
import dev.rivet.internal.retry.RetryingSink;
import dev.rivet.internal.retry.Sleeper;
import dev.rivet.internal.retry.Waiting;
import dev.rivet.run.RunListener;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.StateStore;
import dev.rivet.spi.state.StateStoreProvider;
import dev.rivet.unit.DataSize;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link Rivet} together. Only {@link #source} is required.
 *
 * <p>Defaults: dialects, and the local sink, from the class path; an SQLite state file {@code rivet-state.db} in the current
 * directory; namespace {@code default}; batch memory 256 MiB; own threads; plans warned about after one hour and refused after 24;
 * leases of one minute. Not thread-safe.
 */
public final class RivetBuilder {
  private static final Logger log = LoggerFactory.getLogger(RivetBuilder.class);

  private @Nullable DataSource source;
  private final List<Dialect> dialects = new ArrayList<>();
  private final Map<String, Sink> sinks = new TreeMap<>();
  private @Nullable StateStore stateStore;
  private String namespace = "default";
  private DataSize batchMemory = DataSize.ofMebibytes(256);
  private @Nullable ExecutorService executor;
  private Clock clock = Clock.systemUTC();
  private RandomGenerator random = new java.security.SecureRandom();
  private @Nullable Path staging;
  private Duration warnPlanAge = Duration.ofHours(1);
  private @Nullable Duration retention;
  private Duration maxPlanAge = Duration.ofHours(24);
  private Duration leaseTime = Duration.ofMinutes(1);
  private RunListener listener = event -> {};

  RivetBuilder() {}

  /** Where the rows are. Rivet borrows connections, restores their settings and gives them back. */
  @CanIgnoreReturnValue
  public RivetBuilder source(DataSource dataSource) {
    if (source != null && source != dataSource) {
      throw new IllegalStateException("source was already set");
    }
    source = requireNonNull(dataSource, "source");
    return this;
  }

  /** The dialect to use; otherwise those on the class path are asked. */
  @CanIgnoreReturnValue
  public RivetBuilder dialect(Dialect dialect) {
    dialects.add(requireNonNull(dialect, "dialect"));
    return this;
  }

  /** A destination; the last one given for a scheme counts. Its client stays the application's. */
  @CanIgnoreReturnValue
  public RivetBuilder sink(Sink sink) {
    sinks.put(sink.scheme(), sink);
    return this;
  }

  /** The ledger; stays the application's to close. */
  @CanIgnoreReturnValue
  public RivetBuilder stateStore(StateStore store) {
    if (stateStore != null && stateStore != store) {
      throw new IllegalStateException("stateStore was already set");
    }
    stateStore = requireNonNull(store, "stateStore");
    return this;
  }

  /** Keeps exports of several applications in one state store apart (SS5). Default {@code default}. */
  @CanIgnoreReturnValue
  public RivetBuilder namespace(String name) {
    namespace = requireNonNull(name, "namespace");
    return this;
  }

  /** Upper bound of batch memory (off-heap) of all runs together. Default 256 MiB. */
  @CanIgnoreReturnValue
  public RivetBuilder batchMemory(DataSize limit) {
    batchMemory = requireNonNull(limit, "batchMemory");
    return this;
  }

  /**
   * Where slices run; stays the application's. It needs a free thread while {@code execute()} waits, so it must not be the pool
   * that calls it unless that has room. Default: own daemon threads.
   */
  @CanIgnoreReturnValue
  public RivetBuilder executor(ExecutorService threads) {
    executor = requireNonNull(threads, "executor");
    return this;
  }

  /** Time, for plans, leases and names. */
  @CanIgnoreReturnValue
  public RivetBuilder clock(Clock newClock) {
    clock = requireNonNull(newClock, "clock");
    return this;
  }

  /** Source of ids and jitter; must be thread-safe. */
  @CanIgnoreReturnValue
  public RivetBuilder random(RandomGenerator generator) {
    random = requireNonNull(generator, "random");
    return this;
  }

  /** Directory for parts of sinks that cannot be written to directly. Default: the JVM's temporary directory. */
  @CanIgnoreReturnValue
  public RivetBuilder stagingDirectory(Path directory) {
    staging = requireNonNull(directory, "stagingDirectory");
    return this;
  }

  /** Ages from which plans are warned about and refused (PA3). Default one hour and 24 hours. */
  @CanIgnoreReturnValue
  public RivetBuilder planAge(Duration warnAfter, Duration refuseAfter) {
    if (warnAfter.isNegative() || refuseAfter.compareTo(warnAfter) < 0) {
      throw new IllegalArgumentException(
          "plan ages must satisfy 0 <= " + warnAfter + " <= " + refuseAfter);
    }
    warnPlanAge = warnAfter;
    maxPlanAge = refuseAfter;
    return this;
  }

  /** How long the lease of a dead process blocks others. Default one minute, at least one second. */
  @CanIgnoreReturnValue
  public RivetBuilder leaseTime(Duration time) {
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("leaseTime must be at least one second: " + time);
    }
    leaseTime = time;
    return this;
  }

  /**
   * How long figures, journals, slices and parts of finished runs are kept; after each run older ones of its export go, except
   * what the current boundaries stand on (SS7). Default: for ever, see {@link State#prune(Duration)}.
   */
  @CanIgnoreReturnValue
  public RivetBuilder retention(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("retention must not be negative: " + age);
    }
    retention = age;
    return this;
  }

  /** Observes every run. */
  @CanIgnoreReturnValue
  public RivetBuilder listener(RunListener observer) {
    listener = listener.andThen(requireNonNull(observer, "listener"));
    return this;
  }

  /**
   * Opens what was not passed in.
   *
   * @throws IllegalStateException if there is no source, or no state store on the class path
   * @throws dev.rivet.error.StateStoreException if the default state store cannot be opened
   */
  public Rivet build() {
    DataSource dataSource = source;
    if (dataSource == null) {
      throw new IllegalStateException("source(…) was not set");
    }
    List<AutoCloseable> owned = new ArrayList<>();
    StateStore state = stateStore;
    if (state == null) {
      state = defaultStateStore();
      owned.add(state);
    }
    ExecutorService threads = executor;
    if (threads == null) {
      ExecutorService own = ownThreads();
      owned.add(0, own::shutdownNow);
      threads = own;
    }
    RootAllocator memory = new RootAllocator(batchMemory.bytes());
    owned.add(memory);
    Map<String, Sink> plainSinks = plainSinks();
    Resources resources =
        new Resources(
            new SourceAccess(
                dataSource, dialects.isEmpty() ? fromClassPath() : dialects, !dialects.isEmpty()),
            state,
            retrying(plainSinks),
            plainSinks,
            namespace,
            threads,
            clock,
            random,
            memory,
            staging,
            owner(),
            warnPlanAge,
            maxPlanAge,
            leaseTime,
            retention,
            Waiting.system(),
            listener);
    return new Rivet(resources, owned);
  }

  private static StateStore defaultStateStore() {
    StateStoreProvider provider =
        ServiceLoader.load(StateStoreProvider.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no state store: add rivet-state-jooq to the class path, or pass one with"
                            + " stateStore(…)"));
    return dev.rivet.internal.fault.StateErrors.call(
        "opening the state file",
        dev.rivet.internal.fault.Context.export("*"),
        () -> provider.embedded(Path.of("rivet-state.db")));
  }

  private static List<Dialect> fromClassPath() {
    return ServiceLoader.load(Dialect.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  private Map<String, Sink> plainSinks() {
    Map<String, Sink> all = new TreeMap<>();
    ServiceLoader.load(Sink.class).forEach(s -> all.put(s.scheme(), s));
    all.putIfAbsent("file", LocalSink.create());
    all.putAll(sinks);
    return all;
  }

  private Map<String, Sink> retrying(Map<String, Sink> plain) {
    Map<String, Sink> all = new TreeMap<>(plain);
    all.replaceAll((scheme, sink) -> retrying(sink));
    return all;
  }

  /** RT5: five retries from 200 ms on; what a sink calls permanent fails at once. */
  private Sink retrying(Sink sink) {
    return RetryingSink.around(
        sink,
        5,
        new Backoff(Duration.ofMillis(200), random),
        Sleeper.system(),
        (operation, retry, failure, verdict, delay) ->
            log.warn(
                "{} at {} failed ({}), retry {} in {} ms",
                operation,
                sink.scheme(),
                failure.getClass().getSimpleName(),
                retry,
                delay.toMillis()));
  }

  private String owner() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(random.nextLong());
  }

  private static ExecutorService ownThreads() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "rivet-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
