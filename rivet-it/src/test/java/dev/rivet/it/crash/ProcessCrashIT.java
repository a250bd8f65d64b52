package dev.rivet.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.extract.Full;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.ChildJvm;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.tck.fault.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * FM1 with real processes: a JVM is halted or killed by the operating system at the n-th durable effect, for every n, and the plan
 * is applied again from its JSON in another JVM. Nothing gets to clean up: temporary files, leases and server sessions stay.
 */
class ProcessCrashIT {
  private static final int ROWS = 400;

  /** These processes live for seconds: compiling their hot spots well costs more than it gains. */
  private static final List<String> FOR_A_SHORT_LIFE =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

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
        Arguments.of("full", Full.scan(), Csv.rfc4180(), Env.State.POSTGRES, 1),
        Arguments.of(
            "chunked, parallel 2",
            Chunked.by("id").count(3).parallel(2),
            Parquet.zstd(),
            Env.State.SQLITE,
            0),
        Arguments.of("chunked", Chunked.by("id").count(2), Csv.rfc4180(), Env.State.SQLITE, 1));
  }

  @ParameterizedTest(name = "{0}, state in {3}")
  @MethodSource("cells")
  void everyPoint(String mode, Extraction extraction, Format format, Env.State state, int odd)
      throws IOException {
    int n = 0;
    boolean isReached = true;
    while (isReached) {
      n++;
      String way = n % 2 == odd ? "halt-before" : "kill";
      Path here = dir.resolve("n" + n);
      try (Env env = Env.create(db, here, state)) {
        isReached = point(env, here, extraction, format, way, n);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(mode + ", " + way + " at n = " + n + ": " + e.getMessage(), e);
      }
    }
    assertThat(n).isGreaterThan(9);
  }

  private static boolean point(
      Env env, Path here, Extraction extraction, Format format, String way, int n)
      throws IOException {
    Export export =
        Export.table("orders")
            .extract(extraction)
            .as(format)
            .tuning(Tuning.fast().retryBackoff(Duration.ofMillis(1)))
            .into(env.prefix())
            .build();
    Path planFile = here.resolve("plan.json");
    Files.writeString(planFile, env.rivet().plan(export).toJson());
    boolean isReached;
    try (ChildJvm child =
        ChildJvm.start(
            ChildMain.class,
            FOR_A_SHORT_LIFE,
            db.url(),
            env.stateUrl(),
            here.toString(),
            planFile.toString(),
            way,
            Integer.toString(n))) {
      if (way.equals("kill")) {
        isReached = child.awaitLine(ChildMain.AT_POINT);
        child.kill();
        int status = child.exitValue();
        assertThat(status).as(child.output()).isEqualTo(isReached ? 137 : 0);
      } else {
        int status = child.exitValue();
        assertThat(status).as(child.output()).isIn(0, FaultPlan.HALT_STATUS);
        isReached = status == FaultPlan.HALT_STATUS;
      }
    }
    if (env.results().files().contains("_SUCCESS")) {
      env.results().assertConsistent().assertRows(orders, expected);
    }
    env.expireLeases();
    Rivet rivet = env.rivet();
    try {
      assertThat(rivet.apply(Plan.fromJson(Files.readString(planFile))).validate().execute().rows())
          .isEqualTo(ROWS);
    } catch (RivetException e) {
      assertThat(e.code()).as("%s", e).isEqualTo(ErrorCode.PLAN_ALREADY_APPLIED);
    }
    env.results().assertConsistent().assertRows(orders, expected);
    assertThat(env.committed("orders")).hasSize(1);
    assertThat(env.unfinished("default", "orders")).isEmpty();
    assertThat(rivet.validate(export).execute().failures()).isEmpty();
    return isReached;
  }

  /** The lease of a killed process blocks others for its time only, and nobody has to clean up by hand. */
  @Test
  void theLeaseOfAKilledProcessEndsByItself() throws IOException {
    try (Env env = Env.sqlite(db, dir)) {
      Export export =
          Export.table("orders").extract(Chunked.by("id").count(3)).into(env.prefix()).build();
      Path planFile = dir.resolve("plan.json");
      Files.writeString(planFile, env.rivet().plan(export).toJson());
      try (ChildJvm child =
          ChildJvm.start(
              ChildMain.class,
              FOR_A_SHORT_LIFE,
              db.url(),
              env.stateUrl(),
              dir.toString(),
              planFile.toString(),
              "kill-after-slice",
              "1")) {
        assertThat(child.awaitLine(ChildMain.AT_POINT)).as(child.output()).isTrue();
        child.kill();
        assertThat(child.exitValue()).isEqualTo(137);
      }
      Plan plan = Plan.fromJson(Files.readString(planFile));
      Env.failure(ErrorCode.RUN_IN_PROGRESS, () -> env.rivet().apply(plan).execute());
      env.sql("UPDATE rivet_lease SET expires_at = '2020-01-01T00:00:00.000000Z'");
      assertThat(env.rivet().apply(plan).execute().slicesResumed()).isEqualTo(1);
      env.results().assertConsistent().assertRows(orders, expected);
    }
  }
}
