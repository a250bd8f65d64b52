package dev.rivet.simulation;

import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.manifest.ManifestJson;
import dev.rivet.manifest.Manifest;
import dev.rivet.spi.state.ExportKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What outlives every process: the object store and the ledger. After every change of the store it reads the manifest as a consumer
 * would, and remembers the first thing that such a consumer should never have seen.
 */
final class World {
  static final Instant START = Instant.parse("2024-05-01T12:00:00Z");
  static final String EXPORT = "t";

  private final Map<String, Stored> objects = new TreeMap<>();
  private final Ledger ledger = new Ledger(new ExportKey("default", EXPORT));
  private final Scheduler scheduler;
  private final Faults faults;
  private final @Nullable List<String> trace;
  private final Set<String> listed = new HashSet<>();
  private @Nullable String violation;
  private int shownRun = -1;
  private boolean isForced;
  private long versions;

  /** An object. */
  record Stored(byte[] bytes, long version) {}

  World(Random random, Executor threads, long leaseNanos, boolean isTraced) {
    int[] switches = {0, 20, 100, 400};
    int[] pauses = {0, 2, 10, 30};
    this.scheduler =
        new Scheduler(
            random,
            threads,
            switches[random.nextInt(switches.length)],
            pauses[random.nextInt(pauses.length)],
            leaseNanos);
    this.faults = new Faults(random, this);
    this.trace = isTraced ? new ArrayList<>() : null;
  }

  Map<String, Stored> objects() {
    return objects;
  }

  Ledger ledger() {
    return ledger;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Faults faults() {
    return faults;
  }

  void trace(SimProcess process, String what) {
    if (trace != null) {
      trace.add(scheduler.now() / 1_000_000 + " ms p" + process.number() + " " + what);
    }
  }

  List<String> trace() {
    return trace == null ? List.of() : trace;
  }

  @Nullable String violation() {
    return violation;
  }

  /** Somebody insisted: then a plan may be applied twice. */
  void forced() {
    isForced = true;
  }

  void violated(String what) {
    if (violation == null) {
      violation = what;
      if (trace != null) {
        trace.add("VIOLATION " + what);
      }
    }
  }

  // ---- object store

  void write(String name, byte[] bytes) {
    Stored before = objects.get(name);
    if (before != null && listed.contains(name) && !Arrays.equals(before.bytes(), bytes)) {
      violated("a listed part was overwritten: " + name);
    }
    if (before != null && name.startsWith("manifest-") && !Arrays.equals(before.bytes(), bytes)) {
      violated("an immutable manifest was overwritten: " + name);
    }
    objects.put(name, new Stored(bytes, ++versions));
    if (name.equals(Manifest.CURRENT)) {
      checkManifest(bytes);
    }
  }

  void remove(String name) {
    objects.remove(name);
    if (listed.contains(name) || name.equals(Manifest.CURRENT)) {
      violated("what a reader needs was removed: " + name);
    }
  }

  // ---- reader

  private void checkManifest(byte[] bytes) {
    try {
      Manifest manifest = ManifestJson.read(bytes);
      Integer order = ledger.order().get(manifest.runId());
      if (order == null || order < shownRun) {
        violated("readers were sent back to the older run " + manifest.runId());
      } else {
        shownRun = order;
      }
      listed.clear();
      boolean[] seen = new boolean[SimSource.ROWS + 1];
      for (Manifest.Part part : manifest.committedParts().toList()) {
        listed.add(part.path());
        checkPart(part, seen);
      }
      for (int id = 1; id <= SimSource.ROWS; id++) {
        if (!seen[id]) {
          violated("row " + id + " is lost in " + manifest.runId());
        }
      }
    } catch (Exception e) {
      violated("the manifest is unreadable: " + e);
    }
  }

  private void checkPart(Manifest.Part part, boolean[] seen) {
    Stored stored = objects.get(part.path());
    if (stored == null) {
      violated("a listed part does not exist: " + part.path());
      return;
    }
    if (stored.bytes().length != part.sizeBytes()
        || !Fingerprint.of(stored.bytes()).equals(part.contentFingerprint())) {
      violated("a listed part has other bytes: " + part.path());
    }
    for (String line : new String(stored.bytes(), StandardCharsets.UTF_8).lines().toList()) {
      if (!line.isEmpty() && Character.isDigit(line.charAt(0))) {
        int id = Integer.parseInt(line);
        if (seen[id]) {
          violated("row " + id + " is doubled");
        }
        seen[id] = true;
      }
    }
  }

  /** PG2, I3: what the ledger calls committed is what readers see, or something newer. */
  void checkCommitted(String runId) {
    int order = ledger.order().get(runId);
    if (shownRun < order) {
      violated("committed before it was published: " + runId);
    }
    long ofPlan =
        ledger.commits().stream()
            .filter(r -> r.start.planId().equals(ledger.runs().get(order).start.planId()))
            .count();
    if (ofPlan > 1 && !isForced) {
      violated("one plan was committed twice");
    }
  }

  /** When nobody is at work any more. */
  void checkEnd() {
    Stored manifest = objects.get(Manifest.CURRENT);
    Stored marker = objects.get(Manifest.SUCCESS);
    if (manifest == null || marker == null) {
      violated("nothing was published");
      return;
    }
    checkManifest(manifest.bytes());
    String fingerprint = Fingerprint.of(manifest.bytes()) + "\n";
    if (!fingerprint.equals(new String(marker.bytes(), StandardCharsets.UTF_8))) {
      violated("the marker does not belong to the manifest");
    }
    if (ledger.runs().indexOf(ledger.commits().get(ledger.commits().size() - 1)) != shownRun) {
      violated("readers do not see the last committed run");
    }
    ledger.runs().stream()
        .filter(r -> r.state.name().equals("WRITING") || r.state.name().equals("SEALING"))
        .forEach(r -> violated("unfinished in the end: " + r.start.runId()));
    if (ledger.isLeased()) {
      violated("the lease is still held");
    }
    for (String name : objects.keySet()) {
      boolean isOfARun =
          ledger.runs().stream()
              .map(r -> r.start.runId())
              .anyMatch(
                  id ->
                      name.startsWith(id + "_s")
                          || name.startsWith("_quarantine/" + id + "/")
                          || name.equals(Manifest.immutableName(id)));
      if (!isOfARun && !name.equals(Manifest.CURRENT) && !name.equals(Manifest.SUCCESS)) {
        violated("nobody could tell whose this is: " + name);
      }
    }
  }
}
