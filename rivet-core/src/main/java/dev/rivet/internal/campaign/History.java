package dev.rivet.internal.campaign;

import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunMetric;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The last 20 runs of an export, newest first (PR2).
 *
 * @param runs how many there are
 * @param isLastFailed whether the newest one failed
 * @param retryRate share of runs that had to retry
 * @param average their average duration, zero without runs
 * @param predicted how long the next one should take
 * @param isMeasured whether that comes from a run
 */
record History(
    int runs,
    boolean isLastFailed,
    double retryRate,
    Duration average,
    Duration predicted,
    boolean isMeasured) {
  /** Runs looked at. */
  static final int LIMIT = 20;

  private static final Duration PLACEHOLDER = Duration.ofSeconds(5);

  /** One status word for who writes and who reads (PR5). */
  private static final String SUCCESS = RunStatus.SUCCESS.name().toLowerCase(Locale.ROOT);

  private static final String FAILED = RunStatus.FAILED.name().toLowerCase(Locale.ROOT);

  /** From what was recorded, newest first. */
  static History of(List<RunMetric> metrics) {
    int n = metrics.size();
    long total = metrics.stream().mapToLong(m -> m.duration().toMillis()).sum();
    Duration success =
        metrics.stream()
            .filter(m -> m.status().equals(SUCCESS))
            .map(RunMetric::duration)
            .findFirst()
            .orElse(null);
    Duration attempt =
        metrics.stream()
            .filter(m -> m.status().equals(FAILED))
            .map(RunMetric::duration)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    Duration guess = attempt.compareTo(PLACEHOLDER) > 0 ? attempt : PLACEHOLDER;
    return new History(
        n,
        n > 0 && metrics.get(0).status().equals(FAILED),
        n == 0 ? 0 : metrics.stream().filter(m -> m.retries() > 0).count() / (double) n,
        Duration.ofMillis(n == 0 ? 0 : total / n),
        success == null ? guess : success,
        success != null);
  }
}
