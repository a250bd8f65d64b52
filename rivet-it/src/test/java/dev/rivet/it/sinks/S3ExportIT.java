package dev.rivet.it.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.Results.Part;
import dev.rivet.it.support.SourceTable;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RunStatus;
import dev.rivet.run.ValidationDepth;
import dev.rivet.sink.s3.S3Sink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Request;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole exports into an object store: what arrives, how it is verified, and what that costs in requests. */
class S3ExportIT {
  /** Enough that a part of CSV takes several requests. */
  private static final int ROWS = 160_000;

  private static Postgres db;
  private static SourceTable orders;

  @TempDir Path dir;

  private Env env;
  private FaultyHttpProxy proxy;
  private S3Sink sink;
  private Location prefix;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, ROWS);
  }

  @BeforeEach
  void start() {
    env = Env.sqlite(db, dir);
    proxy = FaultyHttpProxy.before(S3Store.address());
    sink = S3Store.sink(proxy.uri());
    prefix = S3Store.newPrefix();
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(S3Store.openUploads()).isEmpty();
    env.close();
    sink.close();
    proxy.close();
  }

  static Stream<Format> formats() {
    return Stream.of(Parquet.zstd(), Csv.rfc4180());
  }

  private Rivet rivet(String namespace) {
    return env.rivet(b -> b.namespace(namespace).sink(sink));
  }

  private static Export export(Format format, Location to) {
    return Export.table("orders")
        .extract(Chunked.by("id").count(4).parallel(4))
        .as(format)
        .into(to)
        .build();
  }

  private Results seen() {
    return Results.at(S3Store.mirror(sink, prefix, dir.resolve("seen")));
  }

  private static Map<Integer, List<String>> fingerprints(Results results) {
    return results.committed().stream()
        .sorted(java.util.Comparator.comparing(Part::path))
        .collect(
            Collectors.groupingBy(
                Part::slice,
                TreeMap::new,
                Collectors.mapping(
                    p -> Results.fingerprint(results.bytes(p.path())), Collectors.toList())));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void theSameExportHasTheSameBytesAndIsClean(Format format) {
    Export local = export(format, Location.of(env.prefix()));
    Export remote = export(format, prefix);
    ApplyResult there = rivet("there").run(remote);
    assertThat(there.status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(rivet("here").run(local).status()).isEqualTo(RunStatus.SUCCESS);

    Results arrived = seen().assertConsistent();
    assertThat(fingerprints(arrived)).isEqualTo(fingerprints(env.results())).hasSize(4);
    assertThat(arrived.committed()).allMatch(p -> p.size() > (1 << 20));
    Results.compare(orders.rows(db), arrived.rebuilt(orders));
    assertThat(proxy.requests().stream().anyMatch(r -> r.target().contains("partNumber=2")))
        .as("large parts in several requests")
        .isEqualTo(arrived.committed().stream().anyMatch(p -> p.size() > (5 << 20)));

    Rivet rivet = rivet("there");
    assertThat(rivet.validate(remote).depth(ValidationDepth.FULL).execute().failures()).isEmpty();
    for (Depth depth : Depth.values()) {
      ReconcileReport report = rivet.reconcile(remote).depth(depth).execute();
      assertThat(report.isClean()).as("%s: %s", depth, report).isTrue();
    }
  }

  /** What a verification costs is requests and bytes that leave the store. */
  @Test
  void verificationReadsNoMoreThanItNeeds() {
    Export remote = export(Parquet.zstd(), prefix);
    assertThat(rivet("cost").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    Rivet rivet = rivet("cost");
    int parts = seen().committed().size();
    Map<String, Long> light =
        requests(
            () -> {
              var unused = rivet.validate(remote).depth(ValidationDepth.LIGHT).execute();
            });
    Map<String, Long> sample =
        requests(
            () -> {
              var unused = rivet.validate(remote).depth(ValidationDepth.SAMPLE).execute();
            });
    Map<String, Long> full =
        requests(
            () -> {
              var unused = rivet.validate(remote).depth(ValidationDepth.FULL).execute();
            });
    Map<String, Long> counts =
        requests(
            () -> {
              var unused = rivet.reconcile(remote).depth(Depth.COUNTS).execute();
            });
    Map<String, Long> deep =
        requests(
            () -> {
              var unused = rivet.reconcile(remote).depth(Depth.PARTS).execute();
            });
    System.out.println(
        parts
            + " parts; validate LIGHT "
            + light
            + ", SAMPLE "
            + sample
            + ", FULL "
            + full
            + "; reconcile COUNTS "
            + counts
            + ", PARTS "
            + deep);
    assertThat(light.getOrDefault("GET part", 0L)).isZero();
    assertThat(sample.getOrDefault("GET part", 0L)).isZero();
    assertThat(counts.getOrDefault("GET part", 0L)).isZero();
    // The bytes once, the length of the footer, the footer.
    assertThat(full.get("GET part")).isBetween((long) parts, 3L * parts);
    assertThat(deep.get("GET part")).isBetween((long) parts, 3L * parts);
  }

  private Map<String, Long> requests(Runnable verification) {
    int before = proxy.requests().size();
    verification.run();
    List<Request> all = proxy.requests();
    return all.subList(before, all.size()).stream()
        .collect(
            Collectors.groupingBy(
                r -> r.method() + (r.target().contains(".parquet") ? " part" : ""),
                TreeMap::new,
                Collectors.counting()));
  }

  @Test
  void aDamagedPartIsFoundAndRepaired() throws IOException {
    Export remote = export(Parquet.zstd(), prefix);
    assertThat(rivet("damage").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    Rivet rivet = rivet("damage");
    List<Part> parts = seen().committed();
    sink.delete(new ObjectKey(prefix, parts.get(0).path()));
    byte[] altered = seen().bytes(parts.get(1).path());
    altered[altered.length / 2] ^= 1;
    var unused = sink.put(new ObjectKey(prefix, parts.get(1).path()), altered, PutMode.REPLACE);
    assertThat(rivet.validate(remote).depth(ValidationDepth.FULL).execute().failures()).hasSize(2);
    ReconcileReport report = rivet.reconcile(remote).depth(Depth.PARTS).execute();
    assertThat(report.dirty()).hasSize(2);
    var repaired = rivet.repair(report).execute();
    assertThat(repaired).isNotNull();
    assertThat(rivet.reconcile(remote).depth(Depth.CONTENT).execute().isClean()).isTrue();
    Results.compare(orders.rows(db), seen().assertConsistent().rebuilt(orders));
  }

  @Test
  void placeholdersAndSecondRunsIntoOnePrefix() {
    Location pattern = Location.parse(prefix + "/{export}/dt={date}");
    Export remote = export(Parquet.zstd(), pattern);
    ApplyResult first = rivet("twice").run(remote);
    ApplyResult second = rivet("twice").run(remote);
    assertThat(List.of(first.status(), second.status())).containsOnly(RunStatus.SUCCESS);
    Results seen = seen();
    List<String> manifests =
        seen.files().stream().filter(f -> f.contains("/manifest-")).sorted().toList();
    assertThat(manifests).hasSize(2).allMatch(m -> m.matches("orders/dt=\\d{4}-\\d\\d-\\d\\d/.*"));
    assertThat(rivet("twice").validate(remote).execute().failures()).isEmpty();
  }
}
