package dev.rivet.internal.campaign;

import dev.rivet.plan.Campaign.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What may start next. Asked whenever something ended; the caller holds the lock.
 *
 * <p>Waves: nothing of the next wave before this one is done (CA1); in a wave those that may not run beside others first and one at
 * a time, then the rest (CA2). Pool: the longest first, whatever its wave, as long as those that may not run beside others do not
 * overlap each other (CA7).
 */
final class Schedule {
  private final boolean isPooled;
  private final List<Entry> waiting;
  private final List<Entry> running = new ArrayList<>();

  private Schedule(boolean isPooled, List<Entry> waiting) {
    this.isPooled = isPooled;
    this.waiting = new ArrayList<>(waiting);
  }

  static Schedule waves(List<Entry> entries) {
    return new Schedule(
        false,
        entries.stream()
            .sorted(
                Comparator.comparingInt((Entry e) -> e.recommendation().wave())
                    .thenComparing(e -> e.recommendation().isParallelSafe()))
            .toList());
  }

  static Schedule pool(List<Entry> entries) {
    return new Schedule(
        true,
        entries.stream()
            .sorted(
                Comparator.comparing((Entry e) -> e.recommendation().predictedDuration())
                    .reversed()
                    .thenComparing(Entry::exportName))
            .toList());
  }

  /** Takes what may start beside what runs; empty if something has to end first, or nothing is left. */
  Optional<Entry> next() {
    Optional<Entry> next =
        isPooled
            ? waiting.stream().filter(this::mayOverlap).findFirst()
            : waiting.stream().findFirst().filter(this::mayStartInWave);
    next.ifPresent(
        e -> {
          waiting.remove(e);
          running.add(e);
        });
    return next;
  }

  private boolean mayOverlap(Entry e) {
    return e.recommendation().isParallelSafe()
        || running.stream().allMatch(r -> r.recommendation().isParallelSafe());
  }

  private boolean mayStartInWave(Entry e) {
    return running.stream()
        .allMatch(
            r ->
                r.recommendation().wave() == e.recommendation().wave()
                    && r.recommendation().isParallelSafe()
                    && e.recommendation().isParallelSafe());
  }

  void ended(Entry e) {
    running.remove(e);
  }

  boolean isDone() {
    return waiting.isEmpty() && running.isEmpty();
  }

  boolean isEverythingStarted() {
    return waiting.isEmpty();
  }
}
