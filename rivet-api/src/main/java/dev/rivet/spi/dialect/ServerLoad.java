package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A server's own counters at one moment. Immutable.
 *
 * @param pressure a counter that grows when the server cannot keep up with what it has to do (TU5); empty if it cannot be read
 * @param totals counters since the server started, of the whole database: the difference of two readings is what happened in
 *     between, other people's work included
 * @param oldestSnapshot how long our oldest snapshot has been open; zero if none is or the server does not say
 * @param oldestXminAge transactions that began since our oldest snapshot was taken; what vacuum has to wait for
 * @param lockWaits sessions of ours that wait for a lock
 */
public record ServerLoad(
    OptionalLong pressure,
    Map<String, Long> totals,
    Duration oldestSnapshot,
    long oldestXminAge,
    int lockWaits) {
  /** Key in {@link #totals}: bytes of temporary files. */
  public static final String TEMP_BYTES = "temp_bytes";

  /** Key in {@link #totals}: rows the server read for its statements, needed or not. */
  public static final String ROWS_SCANNED = "rows_scanned";

  /** Key in {@link #totals}: blocks or pages read from disk. */
  public static final String BLOCKS_READ = "blocks_read";

  /** Key in {@link #totals}: deadlocks. */
  public static final String DEADLOCKS = "deadlocks";

  /** Copies the map. */
  public ServerLoad {
    requireNonNull(pressure, "pressure");
    requireNonNull(oldestSnapshot, "oldestSnapshot");
    totals = Map.copyOf(totals);
  }
}
