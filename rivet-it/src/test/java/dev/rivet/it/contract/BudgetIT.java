package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.Budget;
import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.plan.PredictedHarm;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Harm;
import dev.rivet.run.RunEvent;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A harm budget on a real server: predicted by the plan, kept by the run, measured in the report (TU4–TU6, TU9). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetIT {
  private static final SourceTable WIDE = SourceTable.of("wide", "id", "word");

  private Postgres db;
  private Env env;

  @BeforeAll
  void create(@TempDir Path dir) throws SQLException {
    db = Postgres.newDatabase();
    env = Env.sqlite(db, dir);
    db.execute(
        "CREATE TABLE wide (id bigint PRIMARY KEY, word text)",
        "INSERT INTO wide SELECT g, repeat(md5(g::text), 8) FROM generate_series(1, 40000) g",
        "CREATE TABLE busy (id bigint PRIMARY KEY, n bigint)",
        "INSERT INTO busy SELECT g, 0 FROM generate_series(1, 1000) g",
        "VACUUM ANALYZE");
  }

  @AfterAll
  void close() {
    env.close();
  }

  private Export wide(int slices, int parallel, Tuning tuning) {
    return env.export("wide")
        .extract(Chunked.by("id").count(slices).parallel(parallel))
        .tuning(tuning)
        .build();
  }

  /** While somebody else writes: statements, connections and rate stay within, and the report says so. */
  @Test
  void predictedKeptAndMeasured() throws Exception {
    Budget budget =
        Budget.none()
            .maxStatement(Duration.ofMillis(800))
            .maxConnections(3)
            .maxBytesPerSecond(DataSize.ofMebibytes(4));
    Export export = wide(8, 6, Tuning.fast().budget(budget));
    Plan plan = env.rivet().plan(export);
    PredictedHarm predicted = plan.predictedHarm();
    assertThat(predicted.longestStatement()).isEqualTo(Duration.ofMillis(400));
    assertThat(predicted.connections()).isEqualTo(3);
    assertThat(predicted.bytesPerSecond()).isEqualTo(4 << 20);
    assertThat(predicted.oldestSnapshot()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
    assertThat(plan.toString()).contains("3 connections, statements of about 400 ms");
    assertThat(Plan.fromJson(plan.toJson())).isEqualTo(plan);

    AtomicBoolean isDone = new AtomicBoolean();
    AtomicLong most = new AtomicLong();
    Thread writer =
        new Thread(
            () -> {
              while (!isDone.get()) {
                db.execute("UPDATE busy SET n = n + 1 WHERE id = 7");
                most.accumulateAndGet(db.otherSessions(), Math::max);
              }
            });
    writer.start();
    long started = System.nanoTime();
    ApplyResult result;
    try {
      result = env.rivet().apply(plan).execute();
    } finally {
      isDone.set(true);
      writer.join();
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    Harm harm = java.util.Objects.requireNonNull(result.harm());
    assertThat(harm.isServerMeasured()).isTrue();
    assertThat(harm.longestStatement()).isLessThanOrEqualTo(Duration.ofMillis(800)).isPositive();
    assertThat(harm.connections()).isEqualTo(3);
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(harm.bytesPerSecond()).isLessThanOrEqualTo(4 << 20).isPositive();
    assertThat(seconds).as("10 MiB at 4 MiB/s").isGreaterThan(1.5);
    assertThat(harm.rowsScanned()).isPositive();
    assertThat(harm.lockWaits()).isZero();
    assertThat(harm.deadlocks()).isZero();
    JsonNode json = new ObjectMapper().readTree(result.toJson()).path("harm");
    assertThat(json.path("connections").asInt()).isEqualTo(3);
    assertThat(json.path("is_server_measured").asBoolean()).isTrue();
    env.results().assertConsistent().assertEquals(WIDE, db);
    assertThat(db.otherSessions()).isZero();
  }

  /** The server's own pressure counter rises: the run makes way, tells so, and still completes exactly. */
  @Test
  void checkpointStormBacksOffAndRunCompletes() throws Exception {
    Export export =
        wide(
            30,
            3,
            Tuning.fast()
                .budget(Budget.none().yielding().maxBytesPerSecond(DataSize.ofMebibytes(2))));
    AtomicBoolean isDone = new AtomicBoolean();
    List<RunEvent.ParallelismAdjusted> adjusted = Collections.synchronizedList(new ArrayList<>());
    Thread storm =
        new Thread(
            () -> {
              while (!isDone.get() && adjusted.size() < 2) {
                db.execute("UPDATE busy SET n = n + 1", "CHECKPOINT");
              }
            });
    storm.start();
    ApplyResult result;
    try {
      result =
          env.rivet()
              .apply(env.rivet().plan(export))
              .listener(
                  event -> {
                    if (event instanceof RunEvent.ParallelismAdjusted change) {
                      adjusted.add(change);
                    }
                  })
              .execute();
    } finally {
      isDone.set(true);
      storm.join();
    }
    assertThat(adjusted).isNotEmpty();
    assertThat(adjusted.get(0).from()).isEqualTo(3);
    assertThat(adjusted.get(0).to()).isEqualTo(2);
    assertThat(java.util.Objects.requireNonNull(result.harm()).yields()).isPositive();
    assertThat(env.rivet().state().journal(result.runId()).rows())
        .filteredOn(e -> e.event().equals("ParallelismAdjusted"))
        .hasSize(adjusted.size());
    env.results().assertConsistent().assertEquals(WIDE, db);
  }

  /** A snapshot that would hold back vacuum for longer than allowed: predicted, and stopped. */
  @Test
  void snapshotAgeIsBounded() throws IOException {
    Budget budget =
        Budget.none()
            .maxSnapshotAge(Duration.ofMillis(400))
            .maxBytesPerSecond(DataSize.ofMebibytes(1));
    Export one = wide(1, 1, Tuning.fast().budget(budget));
    Plan plan = env.rivet().plan(one);
    assertThat(plan.warnings()).extracting(p -> p.code()).contains(ErrorCode.BUDGET_EXCEEDED);
    var e = Env.failure(ErrorCode.BUDGET_EXCEEDED, () -> env.rivet().apply(plan).execute());
    assertThat(e).hasMessageContaining("holds back vacuum");
    env.rivet().resetChunks("wide");
    assertThat(db.otherSessions()).isZero();
  }

  @Test
  void withoutBudgetNothingIsMeasured() {
    ApplyResult result = env.rivet().run(wide(2, 1, Tuning.fast()));
    assertThat(result.harm()).isNull();
  }
}
