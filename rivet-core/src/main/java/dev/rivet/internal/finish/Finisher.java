package dev.rivet.internal.finish;

import dev.rivet.EmptyResult;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.internal.cursor.StoredCursor;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.ledger.RunLedger;
import dev.rivet.internal.manifest.ManifestJson;
import dev.rivet.internal.quality.QualityGate;
import dev.rivet.internal.run.RunContext;
import dev.rivet.manifest.Manifest;
import dev.rivet.run.RunEvent;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one finisher, for every mode and for repairs. Order (contracts §3.1): parts are durable → gates → sealing → immutable
 * manifest → current manifest → marker → one state transaction.
 */
public final class Finisher {
  private final RunContext run;
  private final StateStore state;

  /** For one run. */
  public Finisher(RunContext run) {
    this.run = run;
    this.state = run.resources().state();
  }

  /**
   * Finishes a run whose slices are all completed.
   *
   * @param repairs earlier repairs of the same export run, oldest first; only for repairs
   * @return the published manifest, or empty if an empty result was to be skipped
   */
  public Optional<Manifest> finish(List<String> repairs) {
    RunLedger ledger = ledger(repairs);
    checkQuality(ledger);
    Replacement replaced = Replacement.of(run);
    boolean isEmpty = ledger.rows() == 0 && replaced.isEmpty();
    if (isEmpty && run.plan().export().emptyResult() == EmptyResult.SKIP) {
      abandon("the source returned 0 rows");
      return Optional.empty();
    }
    if (replaced.isRepeatedBy(ledger)) {
      abandon("nothing changed since the last run");
      return Optional.empty();
    }
    warnOfShapeDrift(ledger);
    run.lease()
        .renew(); // the fencing number decides, but a lost lease is better found before the seal
    Instant now = run.resources().clock().instant();
    Manifest manifest = ManifestBuilder.build(run, ledger, replaced.parts(), previousRun(), now);
    byte[] bytes = ManifestJson.write(manifest);
    String json = new String(bytes, StandardCharsets.UTF_8);
    RunCommit commit = commit(ledger, now);
    StateErrors.run(
        "sealing the run",
        run.context(),
        () ->
            state.seal(
                run.lease().lease(),
                run.runId(),
                new Seal(
                    Manifest.immutableName(run.runId()), Fingerprint.of(bytes), json, commit)));
    setAside(ledger); // not before the seal: until then another owner may give parts new names
    RollForward.publishAndCommit(
        run.resources(),
        run.lease(),
        run.sink(),
        run.prefix(),
        run.runId(),
        json,
        commit,
        run.context());
    return Optional.of(manifest);
  }

  private RunLedger ledger(List<String> repairs) {
    String parent = run.start().parentRunId();
    return StateErrors.call(
        "reading the ledger",
        run.context(),
        () -> {
          if (parent == null) {
            return RunLedger.load(state, run.runId(), List.of());
          }
          List<String> all = new ArrayList<>(repairs);
          all.add(run.runId());
          return RunLedger.load(state, parent, all);
        });
  }

  private void checkQuality(RunLedger ledger) {
    QualityGate.Verdict verdict = run.quality().evaluate(ledger.statistics());
    for (String warning : verdict.warnings()) {
      run.events().tell(new RunEvent.QualityIssue(run.events().now(), warning, false));
    }
    if (verdict.failures().isEmpty()) {
      return;
    }
    for (String failure : verdict.failures()) {
      run.events().tell(new RunEvent.QualityIssue(run.events().now(), failure, true));
    }
    abandon("quality rules failed");
    throw new DataIntegrityException(
        ErrorCode.QUALITY_FAILED,
        "the rows broke "
            + verdict.failures().size()
            + " quality rules; nothing became visible. Fix the source or the rules and plan again.",
        verdict.failures().stream()
            .map(f -> new Problem(ErrorCode.QUALITY_FAILED, "quality", f))
            .toList(),
        run.context().toMap(),
        null);
  }

  /** Nothing of the run was committed, so its parts may go (QG4). */
  private void abandon(String reason) {
    StateErrors.run(
        "abandoning the run",
        run.context(),
        () -> state.abandon(run.lease().lease(), run.runId(), reason));
    leftovers().discard(run.runId());
  }

  private Leftovers leftovers() {
    return new Leftovers(run.sink(), run.prefix(), run.plan().exportName(), run.events());
  }

  /** Parts of attempts that failed are visible but count nowhere (M8). */
  private void setAside(RunLedger ledger) {
    Set<String> listed = new HashSet<>();
    ledger.parts().stream().map(PartRecord::name).forEach(listed::add);
    ledger.superseded().stream().map(PartRecord::name).forEach(listed::add);
    if (ledger.slices().stream().anyMatch(s -> s.attempts() > 1)) {
      leftovers().removeUnfinished(); // of processes that died while others went on
    }
    leftovers().quarantine(run.runId(), listed);
  }

  private void warnOfShapeDrift(RunLedger ledger) {
    double factor = run.plan().export().shapeDriftFactor();
    if (factor == 0) {
      return;
    }
    Map<String, Long> before =
        StateErrors.call(
            "reading the longest values",
            run.context(),
            () -> state.shape(run.resources().key(run.plan().exportName())));
    ledger
        .statistics()
        .maxBytes()
        .forEach(
            (column, length) -> {
              Long known = before.get(column);
              if (known != null && known > 0 && length > known * factor) {
                run.events()
                    .warn(
                        "SHAPE_DRIFT",
                        "longest value of \""
                            + column
                            + "\" grew from "
                            + known
                            + " to "
                            + length
                            + " bytes");
              }
            });
  }

  private @Nullable String previousRun() {
    return StateErrors.call(
            "reading the last run",
            run.context(),
            () -> state.committedRuns(run.resources().key(run.plan().exportName()), 1))
        .stream()
        .findFirst()
        .map(RunRecord::runId)
        .orElse(null);
  }

  private RunCommit commit(RunLedger ledger, Instant now) {
    if (run.start().kind().equals(RunStart.REPAIR)) {
      return new RunCommit(
          null, null, null, ledger.statistics().maxBytes()); // RR4: the committed boundary stays
    }
    return new RunCommit(
        RunBoundary.of(run.plan(), run.runId(), now),
        run.plan()
            .cursorStep()
            .map(
                s ->
                    RivetJson.canonical(StoredCursor.after(run.start().strategy(), s, run.runId())))
            .orElse(null),
        SchemaBaseline.of(run.plan().columns()).toJson(),
        ledger.statistics().maxBytes());
  }
}
