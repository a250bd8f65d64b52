package dev.rivet.internal.inspect;

import static dev.rivet.inspect.Listing.cell;

import dev.rivet.inspect.JournalEntry;
import dev.rivet.inspect.Listing;
import dev.rivet.inspect.StoredCursor;
import dev.rivet.inspect.UnfinishedRun;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.resource.Resources;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.SliceStatus;
import dev.rivet.unit.DataSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state store's contents in the forms people ask for. */
public final class StateReader {
  /** Under this name campaigns record their figures; no export can be named so. */
  public static final String CAMPAIGNS = ":campaigns";

  private static final String NONE = "-";

  private final Resources resources;

  /** Of one engine's namespace. */
  public StateReader(Resources resources) {
    this.resources = resources;
  }

  /** Names with state. */
  public List<String> exports() {
    return call("listing the exports", () -> resources.state().exports(resources.namespace()));
  }

  /** By name. */
  public Listing<Progression> progression() {
    List<Progression> all =
        call(
            "reading the progressions",
            () -> resources.state().progressions(resources.namespace()));
    return Listing.of(
        all,
        List.of("EXPORT", "COMM MODE", "COMMITTED", "COMMITTED AT", "VERI MODE", "VERIFIED"),
        p ->
            List.of(
                p.key().export(),
                p.committed().map(Boundary::strategy).orElse(NONE),
                p.committed().map(Boundary::display).orElse(NONE),
                p.committed().map(b -> cell(b.at())).orElse(NONE),
                p.verified().map(Boundary::strategy).orElse(NONE),
                p.verified().map(Boundary::display).orElse(NONE)));
  }

  /** Exports without one are left out. */
  public Listing<StoredCursor> cursors() {
    List<StoredCursor> found = new ArrayList<>();
    for (String export : exports()) {
      call("reading the cursor", () -> resources.state().cursor(resources.key(export)))
          .ifPresent(cursor -> found.add(new StoredCursor(export, cursor, committedAt(export))));
    }
    return Listing.of(
        found,
        List.of("EXPORT", "CURSOR", "COMMITTED AT"),
        c -> List.of(c.export(), cell(c.cursor()), cell(c.committedAt())));
  }

  private @org.jspecify.annotations.Nullable Instant committedAt(String export) {
    return call(
            "reading the progression", () -> resources.state().progression(resources.key(export)))
        .flatMap(Progression::committed)
        .map(Boundary::at)
        .orElse(null);
  }

  /** Oldest first. */
  public Listing<UnfinishedRun> unfinished() {
    List<UnfinishedRun> found = new ArrayList<>();
    for (String export : exports()) {
      unfinishedRuns(export).forEach(run -> found.add(unfinished(run)));
    }
    found.sort(Comparator.comparing(UnfinishedRun::startedAt));
    return Listing.of(
        found,
        List.of("EXPORT", "RUN", "KIND", "STATE", "STARTED", "DONE", "FAILED", "LAST ERROR"),
        r ->
            List.of(
                r.export(),
                r.runId(),
                r.kind(),
                r.state(),
                cell(r.startedAt()),
                r.slicesCompleted() + "/" + r.slices(),
                cell(r.slicesFailed()),
                cell(r.lastError())));
  }

  private UnfinishedRun unfinished(RunRecord run) {
    List<SliceRecord> slices = sliceRecords(run.runId());
    return new UnfinishedRun(
        run.key().export(),
        run.runId(),
        run.start().kind(),
        lower(run.state()),
        run.start().isCheckpointed(),
        run.start().startedAt(),
        slices.size(),
        (int) slices.stream().filter(s -> s.status() == SliceStatus.COMPLETED).count(),
        (int) slices.stream().filter(s -> s.status() == SliceStatus.FAILED).count(),
        slices.stream()
            .map(SliceRecord::lastError)
            .filter(e -> e != null)
            .findFirst()
            .orElse(null));
  }

  /** One per export, by name. */
  public Listing<RunMetric> lastRuns() {
    List<RunMetric> found = new ArrayList<>();
    for (String export : exports()) {
      found.addAll(metrics(export, 1));
    }
    return runs(found);
  }

  /** Newest first. */
  public Listing<RunMetric> runs(String export, int limit) {
    return runs(metrics(export, limit));
  }

  /** Newest first. */
  public List<RunMetric> metrics(String export, int limit) {
    return call("reading the runs", () -> resources.state().metrics(resources.key(export), limit));
  }

  private static Listing<RunMetric> runs(List<RunMetric> metrics) {
    return Listing.of(
        metrics,
        List.of(
            "EXPORT", "RUN", "STATUS", "STARTED", "SECONDS", "ROWS", "PARTS", "SIZE", "RETRIES",
            "ERROR"),
        m ->
            List.of(
                m.key().export().startsWith(":") ? NONE : m.key().export(),
                cell(m.runId()),
                m.status(),
                cell(m.startedAt()),
                String.format(Locale.ROOT, "%.1f", m.duration().toMillis() / 1000.0),
                cell(m.rows()),
                cell(m.parts()),
                DataSize.ofBytes(m.bytes()).toString(),
                cell(m.retries()),
                cell(m.errorCode())));
  }

  /** Of the run somebody would ask about. */
  public Listing<SliceRecord> slices(String export) {
    Optional<RunRecord> run =
        unfinishedRuns(export).stream()
            .findFirst()
            .or(
                () ->
                    call(
                            "reading the last run",
                            () -> resources.state().committedRuns(resources.key(export), 1))
                        .stream()
                        .findFirst());
    return slices(run.map(r -> sliceRecords(r.runId())).orElse(List.of()));
  }

  /** By index. */
  public Listing<SliceRecord> slicesOfRun(String runId) {
    return slices(sliceRecords(runId));
  }

  private static Listing<SliceRecord> slices(List<SliceRecord> records) {
    return Listing.of(
        records,
        List.of("RUN", "SLICE", "BOUNDS", "STATUS", "ATTEMPTS", "ROWS", "UPDATED", "LAST ERROR"),
        s ->
            List.of(
                s.runId(),
                cell(s.slice().index()),
                s.slice().bounds().toString(),
                lower(s.status()) + (s.isPinned() ? " (permanent)" : ""),
                cell(s.attempts()),
                s.outcome().map(o -> cell(o.rows())).orElse(NONE),
                cell(s.updatedAt()),
                cell(s.lastError())));
  }

  /** By slice and sequence. */
  public Listing<PartRecord> parts(String runId) {
    return Listing.of(
        call("reading the parts", () -> resources.state().parts(runId)),
        List.of("SLICE", "NAME", "ROWS", "SIZE", "FINGERPRINT"),
        p ->
            List.of(
                cell(p.sliceIndex()),
                p.name(),
                cell(p.rows()),
                DataSize.ofBytes(p.size()).toString(),
                p.fingerprint()));
  }

  /** In order. */
  public Listing<JournalEntry> journal(String runId) {
    List<JournalEntry> entries =
        call("reading the journal", () -> resources.state().journal(runId)).stream()
            .flatMap(String::lines)
            .map(RivetJson::journalEntry)
            .toList();
    return Listing.of(
        entries,
        List.of("AT", "EVENT", "DETAILS"),
        e -> List.of(cell(e.at()), e.event(), cell(e.detailsJson())));
  }

  private List<RunRecord> unfinishedRuns(String export) {
    return call(
        "looking for unfinished runs",
        () -> resources.state().unfinishedRuns(resources.key(export)));
  }

  private List<SliceRecord> sliceRecords(String runId) {
    return call("reading the slices", () -> resources.state().slices(runId));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T call(String attempted, StateErrors.Step<T> step) {
    return StateErrors.call(attempted, Context.export("*"), step);
  }
}
