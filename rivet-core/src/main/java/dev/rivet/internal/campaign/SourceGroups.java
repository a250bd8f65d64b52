package dev.rivet.internal.campaign;

import dev.rivet.plan.Campaign.Entry;
import dev.rivet.plan.Recommendation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exports that share a physical source, and the order of all (PR6–PR8). */
final class SourceGroups {
  private static final int CROWD = 3;

  private SourceGroups() {}

  /** Marks heavy exports of one group; a warning for each group that needs one. */
  static List<Entry> isolated(List<Entry> entries, List<String> warnings) {
    Map<String, List<Entry>> groups = new TreeMap<>();
    for (Entry e : entries) {
      if (!e.recommendation().sourceGroup().isEmpty()) {
        groups.computeIfAbsent(e.recommendation().sourceGroup(), k -> new ArrayList<>()).add(e);
      }
    }
    List<Entry> heavies = new ArrayList<>();
    groups.forEach(
        (group, members) -> {
          List<Entry> heavy =
              members.stream().filter(e -> e.recommendation().cost().isHeavy()).toList();
          if (heavy.size() >= 2) {
            heavies.addAll(heavy);
            warnings.add(
                "source group '"
                    + group
                    + "': "
                    + names(heavy)
                    + " are heavy and share it; they run apart from each other");
          } else if (members.size() >= CROWD) {
            warnings.add(
                "source group '" + group + "' has " + members.size() + " exports: watch its load");
          }
        });
    return entries.stream().map(e -> heavies.contains(e) ? isolated(e) : e).toList();
  }

  private static List<String> names(List<Entry> entries) {
    return entries.stream().map(Entry::exportName).sorted().toList();
  }

  private static Entry isolated(Entry e) {
    Recommendation r = e.recommendation();
    List<String> reasons = new ArrayList<>(r.reasons());
    reasons.add("shared_source_heavy_conflict");
    return new Entry(
        e.plan(),
        new Recommendation(
            r.score(),
            r.priority(),
            r.cost(),
            r.risk(),
            r.cursorQuality(),
            r.verdict(),
            r.wave(),
            r.sourceGroup(),
            true,
            false,
            r.predictedDuration(),
            r.isPredictionMeasured(),
            reasons));
  }

  /** PR6. */
  static List<Entry> ordered(List<Entry> entries) {
    return entries.stream()
        .sorted(
            Comparator.comparingInt((Entry e) -> e.recommendation().score())
                .reversed()
                .thenComparing(Entry::exportName))
        .toList();
  }
}
