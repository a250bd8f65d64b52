package dev.rivet.run;

import static java.util.Objects.requireNonNull;

import dev.rivet.unit.DataSize;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run did to its source, as measured; there if the export has a {@link dev.rivet.Budget}. What comes from the server's
 * counters includes the work of others at the same time. Immutable.
 *
 * @param longestStatement longest statement, from sending to its last row
 * @param oldestSnapshot longest a snapshot was seen open
 * @param oldestXminAge most transactions that began while one was open
 * @param lockWaits most sessions of ours seen waiting for a lock at once
 * @param connections most connections at once, the one that watches included
 * @param bytesPerSecond average of the run
 * @param tempBytes temporary files the server wrote meanwhile
 * @param rowsScanned rows the server read meanwhile
 * @param blocksRead blocks the server read from disk meanwhile
 * @param deadlocks deadlocks meanwhile
 * @param yields how often the run made way
 * @param isServerMeasured whether the server's counters could be read
 */
public record Harm(
    Duration longestStatement,
    Duration oldestSnapshot,
    long oldestXminAge,
    int lockWaits,
    int connections,
    long bytesPerSecond,
    long tempBytes,
    long rowsScanned,
    long blocksRead,
    long deadlocks,
    int yields,
    boolean isServerMeasured) {

  /** Checks for null. */
  public Harm {
    requireNonNull(longestStatement, "longestStatement");
    requireNonNull(oldestSnapshot, "oldestSnapshot");
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "longest statement %d ms, oldest snapshot %d ms, %d connections, %s/s, %s of temporary"
            + " files, %,d rows scanned, %d lock waits, %d yields",
        longestStatement.toMillis(),
        oldestSnapshot.toMillis(),
        connections,
        DataSize.ofBytes(bytesPerSecond),
        DataSize.ofBytes(tempBytes),
        rowsScanned,
        lockWaits,
        yields);
  }
}
