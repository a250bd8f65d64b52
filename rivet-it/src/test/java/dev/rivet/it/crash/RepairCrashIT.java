package dev.rivet.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** FM1 for repairs: crash at every durable effect of a repair; reconcile and repair again end exact. */
class RepairCrashIT {
  private static final int ROWS = 300;

  private static Postgres db;
  private static SourceTable orders;
  private static List<List<String>> expected;

  @TempDir Path dir;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, ROWS);
    expected = orders.rows(db);
  }

  static Stream<Arguments> cells() {
    return Stream.of(
        Arguments.of("chunked", Chunked.by("id").count(4), Parquet.zstd(), Env.State.SQLITE),
        Arguments.of(
            "chunked, parallel 2",
            Chunked.by("id").count(4).parallel(2),
            Csv.rfc4180(),
            Env.State.POSTGRES),
        Arguments.of("full", Full.scan(), Parquet.zstd(), Env.State.POSTGRES));
  }

  @ParameterizedTest(name = "{0}, {2}, state in {3}")
  @MethodSource("cells")
  void everyPointOfARepair(String mode, Extraction extraction, Format format, Env.State state)
      throws IOException {
    try (Env env = Env.create(db, dir, state)) {
      int n = 0;
      FaultPlan faults;
      do {
        n++;
        faults = FaultPlan.crashBefore(n);
        Path prefix = dir.resolve("out-" + n);
        Export export =
            Export.table("orders")
                .extract(extraction)
                .as(format)
                .tuning(Tuning.fast().retryBackoff(Duration.ofMillis(1)))
                .into(prefix)
                .build();
        try {
          point(env, "n" + n, export, prefix, faults);
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError(
              mode + ", n = " + n + " of " + faults.effects() + ": " + e.getMessage(), e);
        }
      } while (faults.hasFired());
      assertThat(n).isGreaterThan(10);
    }
  }

  private static void point(Env env, String namespace, Export export, Path prefix, FaultPlan faults)
      throws IOException {
    Results results = Results.at(prefix);
    ReconcileReport damage;
    try (Rivet rivet = env.rivet(b -> b.namespace(namespace))) {
      rivet.run(export);
      List<Results.Part> parts = results.committed();
      Files.delete(prefix.resolve(parts.get(0).path()));
      if (parts.size() > 1) {
        byte[] bytes = results.bytes(parts.get(parts.size() - 1).path());
        bytes[bytes.length / 2] ^= 1;
        Files.write(prefix.resolve(parts.get(parts.size() - 1).path()), bytes);
      }
      damage = rivet.reconcile(export).depth(Depth.PARTS).execute();
      assertThat(damage.dirty()).hasSize(Math.min(2, parts.size()));
    }
    byte[] before = results.bytes("manifest.json");
    boolean isThrown = true;
    try (Rivet rivet = env.faulty(faults, b -> b.namespace(namespace))) {
      assertThat(rivet.repair(damage).execute().rows()).isPositive();
      isThrown = false;
    } catch (SimulatedCrash | IllegalStateException | RivetException e) {
      assertThat(faults.hasFired()).as("%s", e).isTrue();
    }
    if (!faults.hasFired()) {
      assertThat(isThrown).isFalse();
    }
    boolean isMarkerFresh =
        new String(results.bytes("_SUCCESS"), java.nio.charset.StandardCharsets.UTF_8)
            .strip()
            .equals(Results.fingerprint(results.bytes("manifest.json")));
    if (isMarkerFresh && !java.util.Arrays.equals(before, results.bytes("manifest.json"))) {
      results
          .assertConsistent()
          .assertRows(orders, expected); // what the marker vouches for is the repaired state
    }
    env.expireLeases();
    try (Rivet rivet = env.rivet(b -> b.namespace(namespace))) {
      ReconcileReport now = rivet.reconcile(export).depth(Depth.PARTS).execute();
      if (!now.isClean()) {
        rivet.repair(now).execute();
      }
      assertThat(rivet.reconcile(export).depth(Depth.CONTENT).execute().orThrow().isClean())
          .isTrue();
      assertThat(rivet.validate(export).execute().failures()).isEmpty();
      assertThat(rivet.progression("orders").orElseThrow().isVerified()).isTrue();
    }
    results.assertConsistent().assertRows(orders, expected);
    Results.compare(expected, results.rebuilt(orders));
    List<RunRecord> runs = env.committed(namespace, "orders");
    assertThat(runs).extracting(r -> r.start().kind()).containsExactly("repair", "export");
    assertThat(env.unfinished(namespace, "orders")).isEmpty();
  }
}
