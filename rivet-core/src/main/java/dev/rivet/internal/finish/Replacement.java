package dev.rivet.internal.finish;

import dev.rivet.internal.digest.ContentDigest;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.ledger.RunLedger;
import dev.rivet.internal.manifest.ManifestJson;
import dev.rivet.internal.manifest.ManifestReadException;
import dev.rivet.internal.run.RunContext;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.CursorStep;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run replaces of an earlier one: a slice that it read again. The manifest names the parts, as readers know them.
 *
 * @param parts parts that count no more once this run is published
 * @param content what they held, or null if that is not known any more
 * @param isOnly whether this run has nothing else to say if it found the same again
 */
record Replacement(
    List<Manifest.Superseded> parts, @Nullable SliceOutcome content, boolean isOnly) {
  private static final Replacement NONE = new Replacement(List.of(), null, false);

  static Replacement of(RunContext run) {
    Optional<CursorStep.Replaced> replaced = run.plan().cursorStep().flatMap(CursorStep::replaced);
    if (replaced.isEmpty()) {
      return NONE;
    }
    StateStore state = run.resources().state();
    String runId = replaced.get().runId();
    int slice = replaced.get().slice();
    return StateErrors.call(
        "reading run " + runId + ", whose end is replaced",
        run.context(),
        () -> {
          RunRecord root = state.run(runId).orElse(null);
          if (root == null) {
            return NONE;
          }
          List<RunRecord> repairs = state.repairsOf(runId);
          Manifest newest = manifest(repairs.isEmpty() ? root : repairs.get(repairs.size() - 1));
          return new Replacement(
              newest
                  .committedParts()
                  .filter(p -> p.slice() == slice)
                  .map(p -> new Manifest.Superseded(p.runId(), p.path()))
                  .toList(),
              content(state, root, slice),
              run.start().kind().equals(RunStart.EXPORT));
        });
  }

  private static Manifest manifest(RunRecord run) throws StateException {
    try {
      return ManifestJson.read(run.manifest().orElseThrow().getBytes(StandardCharsets.UTF_8));
    } catch (ManifestReadException e) {
      throw new StateException(
          StateException.Kind.UNAVAILABLE,
          "the manifest of run " + run.runId() + " cannot be read",
          e);
    }
  }

  private static @Nullable SliceOutcome content(StateStore state, RunRecord root, int slice)
      throws StateException {
    return RunLedger.load(state, root).slices().stream()
        .filter(s -> s.slice().index() == slice)
        .flatMap(s -> Stream.ofNullable(s.completed()))
        .findFirst()
        .orElse(null);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether the run found what is there already, row for row: then there is nothing to publish (MI7). */
  boolean isRepeatedBy(RunLedger ledger) {
    SliceOutcome before = content;
    if (!isOnly || before == null || ledger.rows() != before.rows() || ledger.slices().isEmpty()) {
      return false;
    }
    ContentDigest now = null;
    for (var slice : ledger.slices()) {
      if (slice.completed() != null) {
        ContentDigest one = ContentDigest.parse(slice.completed().contentDigest());
        now = now == null ? one : now.plus(one);
      }
    }
    return ContentDigest.parse(before.contentDigest()).equals(now);
  }
}
