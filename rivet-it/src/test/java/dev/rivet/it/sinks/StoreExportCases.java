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
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RunStatus;
import dev.rivet.run.ValidationDepth;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.http.Request;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
abstract class StoreExportCases {
  private static final int ROWS = 40_000;

  private static Postgres db;
  private static SourceTable orders;

  @TempDir Path dir;

  private ObjectStore store;
  private Env env;
  private FaultyHttpProxy proxy;
  private MovingSink sink;
  private Location prefix;

  abstract ObjectStore newStore();

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, ROWS);
  }

  @BeforeEach
  void start() {
    store = newStore();
    env = Env.sqlite(db, dir);
    proxy = FaultyHttpProxy.before(store.address());
    sink = store.sink(proxy.uri());
    prefix = store.newPrefix();
  }

  @AfterEach
  void stop() throws IOException {
    if (proxy != null) {
      env.close();
      proxy.close();
    }
  }

  static Stream<Format> formats() {
    return Stream.of(Parquet.zstd(), Csv.rfc4180());
  }

  private Rivet rivet(String namespace) {
    return env.rivet(b -> b.namespace(namespace).sink(sink));
  }

  private static Export export(Format format, Location to) {
    return Export.table("orders")
        .extract(Chunked.by("id").count(3).parallel(3))
        .as(format)
        .into(to)
        .build();
  }

  private Results seen() {
    return Results.at(store.mirror(prefix, dir.resolve("seen")));
  }

  private static Map<Integer, List<String>> fingerprints(Results results) {
    return results.committed().stream()
        .sorted(Comparator.comparing(Part::path))
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
    assertThat(rivet("there").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(rivet("here").run(local).status()).isEqualTo(RunStatus.SUCCESS);

    Results arrived = seen().assertConsistent();
    assertThat(fingerprints(arrived)).isEqualTo(fingerprints(env.results())).hasSize(3);
    assertThat(arrived.committed()).allMatch(p -> p.size() > (256 << 10));
    Results.compare(orders.rows(db), arrived.rebuilt(orders));
    assertThat(proxy.requests().stream().filter(r -> store.isPiece(r.method(), r.target())).count())
        .as("requests for pieces of parts")
        .isGreaterThan(6);

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
    long parts = seen().committed().size();
    for (ValidationDepth depth : List.of(ValidationDepth.LIGHT, ValidationDepth.SAMPLE)) {
      assertThat(partReads(() -> rivet.validate(remote).depth(depth).execute()))
          .as("%s", depth)
          .isZero();
    }
    assertThat(partReads(() -> rivet.reconcile(remote).depth(Depth.COUNTS).execute())).isZero();
    // The bytes once, the length of the footer, the footer.
    assertThat(partReads(() -> rivet.validate(remote).depth(ValidationDepth.FULL).execute()))
        .isBetween(parts, 3 * parts);
    assertThat(partReads(() -> rivet.reconcile(remote).depth(Depth.PARTS).execute()))
        .isBetween(parts, 3 * parts);
  }

  private long partReads(Supplier<?> verification) {
    int before = proxy.requests().size();
    assertThat(verification.get()).isNotNull();
    List<Request> all = proxy.requests();
    return all.subList(before, all.size()).stream().filter(StoreExportCases::isPartRead).count();
  }

  private static boolean isPartRead(Request request) {
    return request.method().equals("GET")
        && request.target().contains(".parquet")
        && (request.target().contains("alt=media") || !request.target().contains("/storage/v1/"));
  }

  /** Reading goes on where the connection broke. */
  @Test
  void verificationSurvivesBrokenReads() {
    Export remote = export(Parquet.zstd(), prefix);
    assertThat(rivet("broken").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    AtomicInteger reads = new AtomicInteger();
    proxy.script(
        request ->
            isPartRead(request) && reads.incrementAndGet() % 2 == 1
                ? Reaction.loseAnswer()
                : Reaction.pass());
    assertThat(rivet("broken").validate(remote).depth(ValidationDepth.FULL).execute().failures())
        .isEmpty();
    assertThat(reads.get()).isGreaterThan(3);
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
    assertThat(rivet.repair(report).execute()).isNotNull();
    assertThat(rivet.reconcile(remote).depth(Depth.CONTENT).execute().isClean()).isTrue();
    Results.compare(orders.rows(db), seen().assertConsistent().rebuilt(orders));
  }

  /** M4, M11: nothing of the first run is lost. */
  @Test
  void twoRunsIntoOnePrefixKeepBoth() {
    Export remote = export(Parquet.zstd(), prefix);
    assertThat(rivet("twice").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(rivet("twice").run(remote).status()).isEqualTo(RunStatus.SUCCESS);
    Results seen = seen().assertConsistent();
    assertThat(seen.immutableManifests()).hasSize(2);
    assertThat(seen.partFiles()).hasSize(6);
    assertThat(rivet("twice").validate(remote).execute().failures()).isEmpty();
  }
}
