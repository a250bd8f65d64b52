package dev.rivet.internal.run;

import dev.rivet.run.Harm;
import dev.rivet.spi.dialect.ReadStatistics;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Figures of one call, summed over its slices. Thread-safe. */
public final class Tally {
  private int retries;
  private int statements;
  private long sourceBytes;
  private Duration longestStatement = Duration.ZERO;
  private @Nullable Harm harm;
  private final Map<String, Long> policyChanges = new TreeMap<>();

  /** A finished or failed read. */
  public synchronized void add(ReadStatistics read) {
    statements += read.statements();
    sourceBytes += read.bytes();
    if (read.longestStatement().compareTo(longestStatement) > 0) {
      longestStatement = read.longestStatement();
    }
  }

  /** Values changed by policies in a completed slice. */
  public synchronized void addPolicyChanges(Map<String, Long> changes) {
    changes.forEach((k, v) -> policyChanges.merge(k, v, Long::sum));
  }

  /** What was measured at the source. */
  public synchronized void harm(Harm measured) {
    harm = measured;
  }

  /** What was measured at the source, null without a budget. */
  public synchronized @Nullable Harm harm() {
    return harm;
  }

  /** One more retry. */
  public synchronized void retried() {
    retries++;
  }

  /** Retries made. */
  public synchronized int retries() {
    return retries;
  }

  /** Statements sent. */
  public synchronized int statements() {
    return statements;
  }

  /** Bytes of the source protocol. */
  public synchronized long sourceBytes() {
    return sourceBytes;
  }

  /** Longest statement. */
  public synchronized Duration longestStatement() {
    return longestStatement;
  }

  /** Values changed by policies. */
  public synchronized Map<String, Long> policyChanges() {
    return Map.copyOf(policyChanges);
  }
}
