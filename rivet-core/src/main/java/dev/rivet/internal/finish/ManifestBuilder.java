package dev.rivet.internal.finish;

import dev.rivet.extract.Relation;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.internal.commit.SliceDetails;
import dev.rivet.internal.digest.ContentDigest;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.ledger.RunLedger;
import dev.rivet.internal.run.RunContext;
import dev.rivet.manifest.Manifest;
import dev.rivet.plan.Plan;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.type.ColumnMapping;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a reader is to believe (contracts §9.3). */
final class ManifestBuilder {
  private ManifestBuilder() {}

  static Manifest build(
      RunContext run,
      RunLedger ledger,
      List<Manifest.Superseded> replaced,
      @Nullable String previousRunId,
      Instant now) {
    Plan plan = run.plan();
    ContentDigest digest = ledger.digest(ContentDigest.empty(plan.columns().size()));
    List<Manifest.Part> parts = parts(ledger);
    List<Manifest.ColumnChecksum> checksums = new ArrayList<>();
    for (int i = 0; i < plan.columns().size(); i++) {
      checksums.add(
          new Manifest.ColumnChecksum(plan.columns().get(i).name(), digest.columnSums().get(i)));
    }
    return new Manifest(
        Manifest.VERSION,
        run.runId(),
        run.start().kind(),
        plan.exportName(),
        run.start().startedAt().truncatedTo(ChronoUnit.MICROS),
        now.truncatedTo(ChronoUnit.MICROS),
        Manifest.Status.SUCCESS,
        source(plan),
        run.prefix().toString(),
        run.format().name(),
        run.format().compression().codec().name().toLowerCase(Locale.ROOT),
        profile(run),
        schemaFingerprint(plan.outputColumns()),
        plan.outputColumns().stream()
            .map(
                c ->
                    new Manifest.Column(
                        c.name(), c.type().toString(), c.nativeType(), c.nullable()))
            .toList(),
        ledger.rows(),
        ledger.parts().size(),
        parts,
        checksums,
        digest.rowSum(),
        previousRunId,
        Stream.concat(
                ledger.superseded().stream().map(p -> new Manifest.Superseded(p.runId(), p.name())),
                replaced.stream())
            .toList());
  }

  private static Manifest.Source source(Plan plan) {
    String relation =
        plan.export().relation() instanceof Relation.Table table ? table.toString() : "query";
    return new Manifest.Source(
        plan.source().dialect(),
        plan.source().database(),
        relation,
        plan.export().extraction().strategy(),
        plan.export().consistency().name().toLowerCase(Locale.ROOT));
  }

  private static String profile(RunContext run) {
    if (run.format() instanceof Parquet parquet) {
      return parquet.profile().name().toLowerCase(Locale.ROOT);
    }
    return run.format() instanceof Csv ? "rfc4180" : "";
  }

  private static List<Manifest.Part> parts(RunLedger ledger) {
    List<Manifest.Part> parts = new ArrayList<>();
    Map<Integer, Integer> epochs = epochs(ledger);
    for (PartRecord part : ledger.parts()) {
      Integer epoch = epochs.get(part.sliceIndex());
      parts.add(part(parts.size() + 1, part, Manifest.PartStatus.COMMITTED, epoch));
    }
    for (PartRecord part : ledger.superseded()) {
      parts.add(part(parts.size() + 1, part, Manifest.PartStatus.SUPERSEDED, null));
    }
    return parts;
  }

  private static Map<Integer, Integer> epochs(RunLedger ledger) {
    Map<Integer, Integer> epochs = new HashMap<>();
    for (SliceRecord slice : ledger.slices()) {
      if (slice.completed() != null) {
        Integer epoch = RivetJson.read(slice.completed().details(), SliceDetails.class).epoch();
        if (epoch != null) {
          epochs.put(slice.slice().index(), epoch);
        }
      }
    }
    return epochs;
  }

  private static Manifest.Part part(
      int id, PartRecord part, Manifest.PartStatus status, @Nullable Integer epoch) {
    return new Manifest.Part(
        id,
        part.name(),
        part.runId(),
        part.sliceIndex(),
        part.rows(),
        part.size(),
        part.fingerprint(),
        part.md5(),
        status,
        epoch);
  }

  /** Ordered names, types and nullability, length-framed. */
  static String schemaFingerprint(List<ColumnMapping> columns) {
    StringBuilder text = new StringBuilder();
    for (ColumnMapping column : columns) {
      text.append(column.name().length()).append(':').append(column.name()).append('\t');
      text.append(column.type()).append('\t').append(column.nullable()).append('\n');
    }
    return Fingerprint.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
