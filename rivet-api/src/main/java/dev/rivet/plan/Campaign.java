package dev.rivet.plan;

import static java.util.Objects.requireNonNull;

import dev.rivet.inspect.Listing;
import dev.rivet.spi.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Several exports planned together: each with its own sealed {@link Plan}, ranked, and cut into waves (contracts §5). Made by
 * {@code rivet.plan(exports)}, survives JSON and a review like a plan, and any edit is found before a query runs. The same facts
 * give the same order. Immutable.
 *
 * @param campaignVersion version of this layout, 1
 * @param rivetVersion library that made it
 * @param campaignId 32 hex digits
 * @param createdAt when it was made
 * @param entries by score, highest first, then by name (PR6)
 * @param warnings what concerns more than one export, such as heavy ones that share a source
 * @param integrity {@code xxh3:<16 hex>} over the canonical JSON of everything else
 */
public record Campaign(
    int campaignVersion,
    String rivetVersion,
    String campaignId,
    Instant createdAt,
    List<Entry> entries,
    List<String> warnings,
    String integrity) {

  /** The layout this library writes. */
  public static final int VERSION = 1;

  /**
   * One export of a campaign.
   *
   * @param plan what will be done
   * @param recommendation where it stands, and why
   */
  public record Entry(Plan plan, Recommendation recommendation) {
    /** Checks for null. */
    public Entry {
      requireNonNull(plan, "plan");
      requireNonNull(recommendation, "recommendation");
    }

    /** The export's name. */
    public String exportName() {
      return plan.exportName();
    }
  }

  /** Copies the lists. */
  public Campaign {
    requireNonNull(campaignId, "campaignId");
    requireNonNull(createdAt, "createdAt");
    entries = List.copyOf(entries);
    warnings = List.copyOf(warnings);
  }

  /** This campaign with another {@link #integrity()}; used when sealing. */
  public Campaign withIntegrity(String sealed) {
    return new Campaign(
        campaignVersion, rivetVersion, campaignId, createdAt, entries, warnings, sealed);
  }

  /** The entries by wave, in the order the waves run; within a wave as in {@link #entries()}. */
  public SortedMap<Integer, List<Entry>> waves() {
    SortedMap<Integer, List<Entry>> waves = new TreeMap<>();
    for (Entry entry : entries) {
      int wave = entry.recommendation().wave();
      waves.put(
          wave,
          java.util.stream.Stream.concat(
                  waves.getOrDefault(wave, List.of()).stream(), java.util.stream.Stream.of(entry))
              .toList());
    }
    return waves;
  }

  /** The plan of an export. */
  public Optional<Plan> plan(String exportName) {
    return entries.stream()
        .map(Entry::plan)
        .filter(p -> p.exportName().equals(exportName))
        .findFirst();
  }

  /** The plans, in order. */
  public List<Plan> plans() {
    return entries.stream().map(Entry::plan).toList();
  }

  /** Pretty-printed JSON with stable key order. */
  public String toJson() {
    return JsonCodec.instance().write(this);
  }

  /**
   * Reads a campaign and checks it, and each of its plans.
   *
   * @throws dev.rivet.error.PlanRejectedException with {@code PLAN_UNREADABLE} if the text is not a campaign of a known version,
   *     {@code PLAN_EDITED} if its integrity, or that of a plan, does not match
   */
  public static Campaign fromJson(String json) {
    return JsonCodec.instance().readCampaign(requireNonNull(json, "json"));
  }

  /** For people: one line per export in the order they run, then the warnings. */
  @Override
  public String toString() {
    List<Entry> ordered = waves().values().stream().flatMap(List::stream).toList();
    Listing<Entry> table =
        Listing.of(
            ordered,
            List.of(
                "WAVE",
                "EXPORT",
                "SCORE",
                "PRIORITY",
                "COST",
                "RISK",
                "VERDICT",
                "ROWS",
                "SLICES",
                "TIME",
                "BESIDE OTHERS",
                "REASONS"),
            Campaign::cells);
    StringBuilder text = new StringBuilder("campaign ").append(campaignId).append(": ");
    text.append(entries.size()).append(" exports in ").append(waves().size()).append(" waves\n");
    text.append(table);
    warnings.forEach(w -> text.append("warning: ").append(w).append('\n'));
    return text.toString();
  }

  private static List<String> cells(Entry e) {
    Recommendation r = e.recommendation();
    return List.of(
        Integer.toString(r.wave()),
        e.exportName(),
        Integer.toString(r.score()),
        lower(r.priority()),
        lower(r.cost()),
        lower(r.risk()),
        lower(r.verdict()),
        Listing.cell((Object) e.plan().facts().rowEstimate()),
        Integer.toString(e.plan().slices().size()),
        seconds(r.predictedDuration(), r.isPredictionMeasured()),
        r.isParallelSafe() ? "yes" : "no",
        r.reasons().isEmpty() ? "-" : String.join(" ", r.reasons()));
  }

  private static String seconds(Duration predicted, boolean isMeasured) {
    return (isMeasured ? "" : ">= ") + (predicted.toMillis() + 999) / 1000 + " s";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
