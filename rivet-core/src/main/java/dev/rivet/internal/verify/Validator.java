package dev.rivet.internal.verify;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.internal.commit.PartNames;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.manifest.ManifestJson;
import dev.rivet.internal.manifest.ManifestReadException;
import dev.rivet.internal.resource.Resources;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Plan;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one prefix against its own manifest; opens no source connection and writes nothing (VD1). */
public final class Validator {
  private final Resources resources;
  private final String export;
  private final Location prefix;
  private final ValidationDepth depth;
  private final List<Problem> failures = new ArrayList<>();
  private final List<Problem> advisories = new ArrayList<>();
  private boolean isRunning;
  private boolean isMarkerConsistent;
  private int verified;
  private int broken;
  private long rows;
  private long bytesRead;

  /** For one look. */
  public Validator(Resources resources, String export, Location prefix, ValidationDepth depth) {
    this.resources = resources;
    this.export = export;
    this.prefix = prefix;
    this.depth = depth;
  }

  /** Looks. */
  public ValidationReport execute() {
    Sink sink = resources.sink(prefix, export);
    if (!(sink instanceof ReadableSink readable)) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_LIST_ERROR,
              prefix.toString(),
              "the sink cannot be read back, so nothing can be validated"));
      return report("", false, false);
    }
    isRunning =
        !StateErrors.call(
                "looking for running exports",
                Context.export(export),
                () -> resources.state().unfinishedRuns(resources.key(export)))
            .isEmpty();
    byte[] bytes = readManifest(readable);
    if (bytes == null) {
      return withoutManifest(readable);
    }
    Manifest manifest;
    try {
      manifest = ManifestJson.read(bytes);
    } catch (ManifestReadException e) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_READ_ERROR,
              Manifest.CURRENT,
              "is not a manifest: " + e.getMessage() + ". Apply or repair writes it anew."));
      return report("", true, false);
    }
    checkManifest(readable, manifest, bytes);
    checkMarker(readable, bytes);
    if (depth != ValidationDepth.LIGHT) {
      checkParts(readable, manifest);
    }
    return report(manifest.runId(), true, false);
  }

  private byte @Nullable [] readManifest(ReadableSink sink) {
    ObjectKey key = new ObjectKey(prefix, Manifest.CURRENT);
    try {
      if (sink.head(key).isEmpty()) {
        return null;
      }
      return read(sink, key);
    } catch (IOException e) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_READ_ERROR,
              Manifest.CURRENT,
              "cannot be read: " + e.getMessage()));
      return new byte[0];
    }
  }

  private static byte[] read(ReadableSink sink, ObjectKey key) throws IOException {
    try (InputStream in = sink.open(key, 0)) {
      return in.readNBytes(64 << 20);
    }
  }

  private ValidationReport withoutManifest(ReadableSink sink) {
    long parts = list(sink).stream().filter(o -> isDataFile(o.key().name())).count();
    if (isRunning) {
      advisories.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_REQUIRED,
              prefix.toString(),
              "the first run is still at work"));
      return report("", false, false);
    }
    if (parts > 0) {
      advisories.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_REQUIRED,
              prefix.toString(),
              parts + " data files without a manifest: only their existence could be checked"));
      return report("", false, true);
    }
    failures.add(
        new Problem(
            ErrorCode.VERIFY_MANIFEST_REQUIRED,
            prefix.toString(),
            "there is no " + Manifest.CURRENT + " and no part"));
    return report("", false, false);
  }

  private static boolean isDataFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.contains("/") && (lower.endsWith(".parquet") || lower.contains(".csv"));
  }

  private void checkManifest(ReadableSink sink, Manifest manifest, byte[] bytes) {
    long listedRows = manifest.committedParts().mapToLong(Manifest.Part::rows).sum();
    long listedParts = manifest.committedParts().count();
    Set<String> paths = new HashSet<>();
    boolean isDistinct = manifest.parts().stream().allMatch(p -> paths.add(p.path()));
    if (listedRows != manifest.rowCount() || listedParts != manifest.partCount() || !isDistinct) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_INCONSISTENT,
              Manifest.CURRENT,
              String.format(
                  Locale.ROOT,
                  "says %d rows in %d parts, lists %d rows in %d parts%s",
                  manifest.rowCount(),
                  manifest.partCount(),
                  listedRows,
                  listedParts,
                  isDistinct ? "" : ", some of them twice")));
    }
    ObjectKey immutable = new ObjectKey(prefix, Manifest.immutableName(manifest.runId()));
    try {
      if (sink.head(immutable).isEmpty()
          || !java.util.Arrays.equals(read(sink, immutable), bytes)) {
        unlessRunning(
            new Problem(
                ErrorCode.VERIFY_MANIFEST_INCONSISTENT,
                immutable.name(),
                "is missing or differs from " + Manifest.CURRENT));
      }
    } catch (IOException e) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_MANIFEST_READ_ERROR,
              immutable.name(),
              "cannot be read: " + e.getMessage()));
    }
  }

  private void checkMarker(ReadableSink sink, byte[] manifest) {
    ObjectKey key = new ObjectKey(prefix, Manifest.SUCCESS);
    try {
      if (sink.head(key).isEmpty()) {
        unlessRunning(new Problem(ErrorCode.VERIFY_SUCCESS_MISSING, key.name(), "does not exist"));
        return;
      }
      String body = new String(read(sink, key), StandardCharsets.UTF_8).strip();
      if (!Fingerprint.isWellFormed(body)) {
        failures.add(
            new Problem(
                ErrorCode.VERIFY_SUCCESS_MALFORMED, key.name(), "does not hold a fingerprint"));
      } else if (!body.equals(Fingerprint.of(manifest))) {
        unlessRunning(
            new Problem(
                ErrorCode.VERIFY_SUCCESS_STALE,
                key.name(),
                "does not belong to " + Manifest.CURRENT));
      } else {
        isMarkerConsistent = true;
      }
    } catch (IOException e) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_SUCCESS_READ_ERROR,
              key.name(),
              "cannot be read: " + e.getMessage()));
    }
  }

  /** Between the puts of a running finisher manifest and marker differ for a moment (VD3). */
  private void unlessRunning(Problem problem) {
    (isRunning ? advisories : failures).add(problem);
  }

  private void checkParts(ReadableSink sink, Manifest manifest) {
    PartVerifier verifier = new PartVerifier(sink, format(manifest), depth);
    Set<String> listed = new HashSet<>();
    for (Manifest.Part part : manifest.parts()) {
      listed.add(part.path());
      if (part.status() == Manifest.PartStatus.COMMITTED) {
        checkPart(verifier, part);
      }
    }
    for (StoredObject object : list(sink)) {
      String name = object.key().name();
      if (!listed.contains(name) && PartNames.isOwn(name, export)) {
        advisories.add(
            new Problem(
                ErrorCode.VERIFY_UNTRACKED_OBJECT,
                name,
                "is not listed by " + Manifest.CURRENT + "; readers must not load it"));
      }
    }
  }

  private void checkPart(PartVerifier verifier, Manifest.Part part) {
    try {
      PartVerifier.Finding finding =
          verifier.verify(
              new PartVerifier.Expected(
                  new ObjectKey(prefix, part.path()),
                  part.sizeBytes(),
                  part.contentFingerprint(),
                  part.contentMd5(),
                  part.rows()));
      bytesRead += finding.bytesRead();
      rows += finding.rows() == null ? 0 : finding.rows();
      if (finding.problem() == null) {
        verified++;
      } else {
        broken++;
        failures.add(finding.problem());
      }
    } catch (IOException | IllegalArgumentException e) {
      broken++;
      failures.add(
          new Problem(
              ErrorCode.VERIFY_LIST_ERROR, part.path(), "cannot be read: " + e.getMessage()));
    }
  }

  private List<StoredObject> list(ReadableSink sink) {
    try {
      return sink.list(prefix);
    } catch (IOException e) {
      failures.add(
          new Problem(
              ErrorCode.VERIFY_LIST_ERROR,
              prefix.toString(),
              "cannot be listed: " + e.getMessage()));
      return List.of();
    }
  }

  /** The exact format comes from the recorded plan; a manifest of unknown origin is read with the defaults. */
  private Format format(Manifest manifest) {
    Optional<RunRecord> run =
        StateErrors.call(
            "reading the run",
            Context.export(export),
            () -> resources.state().run(manifest.runId()));
    if (run.isPresent()) {
      return Plan.fromJson(run.get().start().planJson()).export().format();
    }
    return manifest.format().equals("csv") ? Csv.rfc4180() : Parquet.zstd();
  }

  private ValidationReport report(String runId, boolean isFound, boolean isLegacy) {
    return new ValidationReport(
        prefix.toString(),
        depth,
        runId,
        isFound,
        isLegacy,
        isRunning,
        isMarkerConsistent,
        verified,
        broken,
        rows,
        bytesRead,
        failures,
        advisories);
  }
}
