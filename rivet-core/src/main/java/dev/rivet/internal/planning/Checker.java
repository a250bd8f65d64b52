package dev.rivet.internal.planning;

import dev.rivet.Export;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.error.SourceException;
import dev.rivet.extract.Full;
import dev.rivet.inspect.CheckReport;
import dev.rivet.inspect.CheckReport.Finding;
import dev.rivet.inspect.CheckReport.Level;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.slicing.Slicer;
import dev.rivet.internal.slicing.Slicing;
import dev.rivet.internal.slicing.SlicingInput;
import dev.rivet.spi.dialect.RelationFacts;
import dev.rivet.spi.dialect.ServerSession;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Checks a definition against its source from catalogs alone (CK1–CK3). Reads no rows, writes nothing, refuses nothing. */
public final class Checker {
  private static final int HEADROOM = 3;
  private static final long LARGE = 5_000_000;
  private static final long LARGE_SLICE_BYTES = 256L << 20;

  private final Resources resources;

  /** For one engine. */
  public Checker(Resources resources) {
    this.resources = resources;
  }

  /** What the source says; a source that does not answer is a finding too. */
  public CheckReport check(Export export) {
    List<Finding> findings = new ArrayList<>();
    fail(resources.sinkProblems(export), "destination", findings);
    try {
      return resources
          .source()
          .with(
              export.tuning(),
              "checking",
              Context.export(export.name()),
              session -> examined(export, session, findings));
    } catch (SourceException e) {
      findings.add(new Finding(Level.FAIL, "source", e.code(), String.valueOf(e.getMessage())));
      return report(export, null, null, false, null, findings);
    }
  }

  private CheckReport examined(Export export, SourceSession session, List<Finding> findings)
      throws SQLException {
    SourceRelation relation = session.resolve(export.relation(), export.types());
    List<Problem> problems = new ArrayList<>(relation.problems());
    problems.addAll(ColumnChecks.problems(export, relation.columns(), problems));
    Planner.checkFidelity(export, relation.columns(), problems);
    fail(problems, "schema", findings);
    for (Problem warning : relation.warnings()) {
      findings.add(finding(Level.WARNING, "types", warning));
    }
    if (relation.columns().isEmpty()) {
      return report(export, null, null, false, null, findings);
    }
    RelationFacts facts = relation.facts();
    String key = key(export, facts);
    boolean isIndexed = key != null && facts.indexedColumns().contains(key);
    Integer slices = null;
    if (key == null || isIndexed) { // otherwise even the smallest key needs a scan (CK3)
      slices = sliced(export, session, relation, facts, findings);
    }
    load(export, session, facts, key, isIndexed, slices, findings);
    return report(export, facts, key, isIndexed, slices, findings);
  }

  /** The column that slices cut or that a cursor follows. */
  static @Nullable String key(Export export, RelationFacts facts) {
    if (export.extraction() instanceof Full) {
      return null;
    }
    return export.extraction().columns().stream().findFirst().or(facts::integerKey).orElse(null);
  }

  private @Nullable Integer sliced(
      Export export,
      SourceSession session,
      SourceRelation relation,
      RelationFacts facts,
      List<Finding> findings)
      throws SQLException {
    String cursor =
        StateErrors.call(
                "reading the stored cursor",
                Context.export(export.name()),
                () -> resources.state().cursor(resources.key(export.name())))
            .orElse(null);
    Slicing slicing =
        Slicer.of(export.extraction())
            .slice(
                new SlicingInput(
                    export, session, relation, facts, cursor, resources.clock().instant()));
    fail(slicing.problems(), "slices", findings);
    for (Problem warning : slicing.warnings()) {
      if (warning.code() != ErrorCode.CHUNK_KEY_SPARSE) { // said with a figure below
        findings.add(finding(Level.WARNING, "slices", warning));
      }
    }
    Long span = slicing.keySpan();
    int slices = slicing.slices().size();
    if (span != null && facts.rowEstimate().isPresent() && slices > 10) {
      double density = (double) facts.rowEstimate().getAsLong() / span;
      if (density < 0.1) {
        findings.add(
            new Finding(
                Level.MEDIUM,
                "sparse range",
                ErrorCode.CHUNK_KEY_SPARSE,
                slices
                    + " slices over "
                    + span
                    + " keys for about "
                    + facts.rowEstimate().getAsLong()
                    + " rows: most are nearly empty. Use fewer, wider ones, or another key."));
      }
    }
    return slicing.problems().isEmpty() ? slices : null;
  }

  private static void load(
      Export export,
      SourceSession session,
      RelationFacts facts,
      @Nullable String key,
      boolean isIndexed,
      @Nullable Integer slices,
      List<Finding> findings)
      throws SQLException {
    int parallel = export.extraction().parallel();
    long rows = facts.rowEstimate().orElse(0);
    connections(session, parallel, findings);
    if (key != null && !isIndexed && facts.integerColumns().contains(key)) {
      findings.add(
          new Finding(
              Level.WARNING,
              "missing index",
              ErrorCode.SOURCE_OVERLOADED,
              "no index starts with \"" + key + "\": every slice scans the whole relation"));
    }
    if (parallel > 1 && rows > LARGE) {
      findings.add(
          new Finding(
              Level.HIGH,
              "parallel memory",
              ErrorCode.SOURCE_OVERLOADED,
              parallel
                  + " slices at a time over about "
                  + rows
                  + " rows: watch the memory here and the load there. Lower parallel(…) or"
                  + " Tuning.gentle()."));
    }
    long bytes = facts.averageRowBytes().orElse(0);
    if (slices != null && slices > 0 && key != null && rows / slices * bytes > LARGE_SLICE_BYTES) {
      findings.add(
          new Finding(
              Level.MEDIUM,
              "oversized slice",
              ErrorCode.EXPORT_INVALID,
              "a slice is about "
                  + (rows / slices * bytes >> 20)
                  + " MiB: what a failure has to read again. Use more, narrower slices."));
    }
  }

  private static void connections(SourceSession session, int parallel, List<Finding> findings)
      throws SQLException {
    OptionalInt limit =
        session instanceof ServerSession server ? server.maxConnections() : OptionalInt.empty();
    if (limit.isEmpty()) {
      findings.add(
          new Finding(
              Level.NOTE,
              "connection limit",
              ErrorCode.SOURCE_OVERLOADED,
              "the server does not say how many connections it allows"));
    } else if (parallel >= limit.getAsInt() - HEADROOM) {
      findings.add(
          new Finding(
              Level.HIGH,
              "connection limit",
              ErrorCode.SOURCE_OVERLOADED,
              "parallel "
                  + parallel
                  + " leaves too few of the "
                  + limit.getAsInt()
                  + " connections this account may hold. Lower parallel(…)."));
    }
  }

  private static CheckReport report(
      Export export,
      @Nullable RelationFacts facts,
      @Nullable String key,
      boolean isIndexed,
      @Nullable Integer slices,
      List<Finding> findings) {
    OptionalLong rows = facts == null ? OptionalLong.empty() : facts.rowEstimate();
    OptionalLong rowBytes = facts == null ? OptionalLong.empty() : facts.averageRowBytes();
    int parallel = export.extraction().parallel();
    long peak = Preflight.peakMib(parallel, rowBytes);
    findings.sort(Comparator.comparing(Finding::level));
    return new CheckReport(
        export.name(),
        export.extraction().strategy(),
        facts == null ? null : Preflight.verdict(isIndexed, key != null, rows, peak),
        key,
        isIndexed,
        boxed(rows),
        boxed(rowBytes),
        slices,
        peak,
        Preflight.profile(isIndexed, rows, parallel),
        Preflight.parallel(key != null, isIndexed, rows),
        findings);
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static void fail(List<Problem> problems, String check, List<Finding> findings) {
    problems.forEach(p -> findings.add(finding(Level.FAIL, check, p)));
  }

  private static Finding finding(Level level, String check, Problem p) {
    return new Finding(level, check, p.code(), p.subject() + ": " + p.message());
  }
}
