package dev.rivet.internal.resource;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Problem;
import dev.rivet.internal.retry.Waiting;
import dev.rivet.run.RunListener;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.StateStore;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Everything operations share. Thread-safe as far as its members are.
 *
 * @param source connections to the source, and its dialect
 * @param state ledger
 * @param sinks destinations by scheme
 * @param plainSinks the same without retries, for probes that must end soon (DO3)
 * @param namespace key prefix of all state
 * @param executor where slices run
 * @param clock time
 * @param random for ids and jitter
 * @param memory batch memory of all runs, bounded
 * @param staging directory for parts of sinks that cannot be written to directly, null for the JVM's temporary directory
 * @param owner name of this process in leases
 * @param warnAge plans older than this are warned about (PA3)
 * @param maxAge plans older than this are refused (PA3)
 * @param leaseTtl how long a lease outlives its owner
 * @param retention how long ledgers of finished runs are kept, null for ever (SS7)
 * @param waiting how operations let time pass
 * @param listener observer of every run
 */
public record Resources(
    SourceAccess source,
    StateStore state,
    Map<String, Sink> sinks,
    Map<String, Sink> plainSinks,
    String namespace,
    ExecutorService executor,
    Clock clock,
    RandomGenerator random,
    BufferAllocator memory,
    @Nullable Path staging,
    String owner,
    Duration warnAge,
    Duration maxAge,
    Duration leaseTtl,
    @Nullable Duration retention,
    Waiting waiting,
    RunListener listener) {

  /** The state key of an export. */
  public ExportKey key(String exportName) {
    return new ExportKey(namespace, exportName);
  }

  /** The sink of a destination. */
  public Sink sink(Location destination, String exportName) {
    Sink sink = sinks.get(destination.scheme());
    if (sink == null) {
      throw new InvalidExportException(
          ErrorCode.SINK_NOT_FOUND,
          "no sink",
          List.of(noSink(destination)),
          Map.of("export", exportName),
          null);
    }
    return sink;
  }

  /** Problems of a destination that can be seen without touching it. */
  public List<Problem> sinkProblems(Export export) {
    return sinks.containsKey(export.destination().scheme())
        ? List.of()
        : List.of(noSink(export.destination()));
  }

  private Problem noSink(Location destination) {
    return new Problem(
        ErrorCode.SINK_NOT_FOUND,
        "into",
        "no sink serves '"
            + destination.scheme()
            + "://'; known: "
            + sinks.keySet().stream().sorted().toList()
            + ". Add the rivet-sink jar and pass it with Rivet.builder().sink(…).");
  }
}
