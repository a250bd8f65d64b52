package dev.rivet.internal.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.inspect.Verdict;
import dev.rivet.plan.Campaign.Entry;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Recommendation;
import dev.rivet.plan.Recommendation.Cost;
import dev.rivet.plan.Recommendation.CursorQuality;
import dev.rivet.plan.Recommendation.Priority;
import dev.rivet.plan.Recommendation.Risk;
import dev.rivet.plan.SourceIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Order, groups, waves and pool without a server: PR6–PR8, CA1, CA2, CA7. */
class ScheduleTest {
  private static Entry entry(
      String name, int score, Cost cost, int wave, String group, boolean isSafe, int seconds) {
    Export export = Export.table("t").named(name).into(Path.of("out")).build();
    Plan plan =
        new Plan(
            Plan.VERSION,
            "0",
            "id-" + name,
            Instant.EPOCH,
            export,
            new SourceIdentity("d", "p", "v", "db", "f", "direct"),
            List.of(),
            List.of(),
            new Plan.Facts("table", null, null, null, null, null, null),
            "",
            List.of(),
            "",
            null,
            null,
            "");
    return new Entry(
        plan,
        new Recommendation(
            score,
            Priority.MEDIUM,
            cost,
            Risk.LOW,
            CursorQuality.NONE,
            Verdict.ACCEPTABLE,
            wave,
            group,
            false,
            isSafe,
            Duration.ofSeconds(seconds),
            true,
            List.of()));
  }

  private static Entry cheap(String name, int wave) {
    return entry(name, 50, Cost.LOW, wave, "", true, 1);
  }

  private static Entry heavy(String name, int wave) {
    return entry(name, 50, Cost.HIGH, wave, "", false, 1);
  }

  private static List<String> names(List<Entry> entries) {
    return entries.stream().map(Entry::exportName).toList();
  }

  /** PR6. */
  @Test
  void orderingStable() {
    List<Entry> ordered =
        SourceGroups.ordered(
            List.of(
                entry("b", 50, Cost.LOW, 1, "", true, 1),
                entry("a", 50, Cost.LOW, 1, "", true, 1),
                entry("z", 90, Cost.LOW, 1, "", true, 1),
                entry("c", 10, Cost.LOW, 1, "", true, 1)));
    assertThat(names(ordered)).containsExactly("z", "a", "b", "c");
  }

  /** PR7, PR8. */
  @Test
  void heavyConflictMarked() {
    List<String> warnings = new ArrayList<>();
    List<Entry> entries =
        SourceGroups.isolated(
            List.of(
                entry("big", 50, Cost.HIGH, 1, "replica", false, 1),
                entry("bigger", 50, Cost.VERY_HIGH, 1, "replica", false, 1),
                entry("small", 50, Cost.LOW, 1, "replica", true, 1),
                entry("other", 50, Cost.HIGH, 1, "elsewhere", false, 1)),
            warnings);
    assertThat(entries)
        .extracting(e -> e.recommendation().isIsolated())
        .containsExactly(true, true, false, false);
    assertThat(entries.get(0).recommendation().reasons())
        .containsExactly("shared_source_heavy_conflict");
    assertThat(entries.get(2).recommendation().isParallelSafe()).isTrue();
    assertThat(warnings).hasSize(1).first().asString().contains("replica", "[big, bigger]");
  }

  @Test
  void crowdedGroupIsOnlyWarnedAbout() {
    List<String> warnings = new ArrayList<>();
    List<Entry> entries =
        SourceGroups.isolated(
            List.of(
                entry("a", 50, Cost.HIGH, 1, "g", false, 1),
                entry("b", 50, Cost.LOW, 1, "g", true, 1),
                entry("c", 50, Cost.MEDIUM, 1, "g", false, 1)),
            warnings);
    assertThat(entries).noneMatch(e -> e.recommendation().isIsolated());
    assertThat(warnings).containsExactly("source group 'g' has 3 exports: watch its load");
  }

  /** CA1, CA2: heavies first, alone, then the cheap ones together; a wave ends before the next begins. */
  @Test
  void heaviesNeverOverlap_noWaveStartsBeforeTheOneBeforeEnds() {
    Entry h1 = heavy("h1", 1);
    Entry h2 = heavy("h2", 1);
    Entry c1 = cheap("c1", 1);
    Entry c2 = cheap("c2", 1);
    Entry late = cheap("late", 2);
    Schedule schedule = Schedule.waves(List.of(c1, late, h1, c2, h2));
    assertThat(schedule.next()).contains(h1);
    assertThat(schedule.next()).isEmpty();
    schedule.ended(h1);
    assertThat(schedule.next()).contains(h2);
    assertThat(schedule.next()).isEmpty();
    schedule.ended(h2);
    assertThat(schedule.next()).contains(c1);
    assertThat(schedule.next()).contains(c2);
    assertThat(schedule.next()).isEmpty();
    schedule.ended(c1);
    assertThat(schedule.next()).isEmpty();
    schedule.ended(c2);
    assertThat(schedule.next()).contains(late);
    schedule.ended(late);
    assertThat(schedule.isDone()).isTrue();
  }

  /** Runs a schedule on a clock of whole seconds. */
  private static int makespan(Schedule schedule, int workers) {
    TreeMap<Integer, List<Entry>> ends = new TreeMap<>();
    int now = 0;
    int busy = 0;
    while (true) {
      while (busy < workers) {
        Optional<Entry> next = schedule.next();
        if (next.isEmpty()) {
          break;
        }
        int end = now + (int) next.get().recommendation().predictedDuration().toSeconds();
        ends.computeIfAbsent(end, k -> new ArrayList<>()).add(next.get());
        busy++;
      }
      if (ends.isEmpty()) {
        assertThat(schedule.isDone()).isTrue();
        return now;
      }
      var first = ends.pollFirstEntry();
      now = first.getKey();
      first.getValue().forEach(schedule::ended);
      busy -= first.getValue().size();
    }
  }

  /** CA7: longest first is never worse than 4/3 of the best possible. */
  @Test
  void makespanWithinLptBound() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int workers = 1 + random.nextInt(5);
      List<Entry> entries = new ArrayList<>();
      long sum = 0;
      int longest = 0;
      int n = 1 + random.nextInt(30);
      for (int i = 0; i < n; i++) {
        int seconds = 1 + random.nextInt(100);
        entries.add(entry("e" + i, 50, Cost.LOW, 1 + random.nextInt(4), "", true, seconds));
        sum += seconds;
        longest = Math.max(longest, seconds);
      }
      double best = Math.max(longest, (double) sum / workers);
      assertThat((double) makespan(Schedule.pool(entries), workers))
          .isBetween(best, best + longest * (1 - 1.0 / workers) + 1e-9);
    }
    Schedule field =
        Schedule.pool(List.of(cheap("a", 1), entry("long", 1, Cost.LOW, 4, "", true, 9)));
    assertThat(field.next().orElseThrow().exportName()).isEqualTo("long");
  }

  /** CA7: those that may not run beside others do not overlap each other, but cheap ones fill the gaps. */
  @Test
  void poolKeepsHeaviesApart() {
    Entry h1 = entry("h1", 50, Cost.HIGH, 1, "", false, 10);
    Entry h2 = entry("h2", 50, Cost.HIGH, 1, "", false, 9);
    Schedule schedule = Schedule.pool(List.of(h1, h2, cheap("c", 4)));
    assertThat(schedule.next()).contains(h1);
    assertThat(schedule.next().orElseThrow().exportName()).isEqualTo("c");
    assertThat(schedule.next()).isEmpty();
    schedule.ended(h1);
    assertThat(schedule.next()).contains(h2);
  }
}
