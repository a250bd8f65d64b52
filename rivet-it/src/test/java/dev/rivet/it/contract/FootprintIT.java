package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.ChildJvm;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.run.ApplyResult;
import dev.rivet.unit.DataSize;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQ5, TU7, TU9: what a run takes of memory and connections is bounded by its configuration. */
class FootprintIT {
  private static final int ROWS = 1_000_000;

  private static Postgres db;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    db.execute(
        "CREATE UNLOGGED TABLE many (id bigint PRIMARY KEY, a integer, b double precision, c text)",
        "INSERT INTO many SELECT i, i % 1000, i / 3.0, 'row ' || i FROM generate_series(1, "
            + ROWS
            + ") i",
        "CREATE TABLE wide AS SELECT i AS id, repeat(chr(97 + i % 26), 200000) AS body FROM"
            + " generate_series(1, 400) i",
        "ANALYZE");
  }

  /** Exports in a JVM whose heap would not hold a tenth of the rows. */
  public static final class Child {
    private Child() {}

    /** Source URL, directory. */
    public static void main(String[] args) {
      try (Env env = Env.at(Postgres.at(args[0]), Path.of(args[1]), args[2])) {
        ApplyResult result = env.rivet().run(export(env, 4));
        System.out.println("APPLIED " + result.rows());
      }
    }
  }

  private static Export export(Env env, int parallel) {
    return Export.table("many")
        .extract(Chunked.by("id").rows(125_000).parallel(parallel))
        .tuning(Tuning.fast())
        .into(env.prefix())
        .build();
  }

  @Test
  void aMillionRowsUnderAFixedHeap(@TempDir Path dir) {
    try (Env env = Env.sqlite(db, dir);
        ChildJvm child =
            ChildJvm.start(
                Child.class, List.of("-Xmx96m"), db.url(), dir.toString(), env.stateUrl())) {
      assertThat(child.awaitLine("APPLIED " + ROWS)).as(child.output()).isTrue();
      assertThat(child.exitValue()).as(child.output()).isZero();
    }
  }

  /** 80 MB of values in rows of 200 kB: never more batches in memory than configured. */
  @Test
  void wideRowsStayWithinTheBatchBudget(@TempDir Path dir) {
    try (Env env = Env.sqlite(db, dir)) {
      Rivet rivet = env.rivet(b -> b.batchMemory(DataSize.ofMebibytes(48)));
      ApplyResult result =
          rivet.run(
              Export.table("wide")
                  .extract(Chunked.by("id").rows(50).parallel(4))
                  .tuning(Tuning.fast().batchBytes(DataSize.ofMebibytes(2)))
                  .into(env.prefix())
                  .build());
      assertThat(result.rows()).isEqualTo(400);
      assertThat(result.peakBatchMemory()).isLessThanOrEqualTo(48L << 20);
    }
  }

  @Test
  void oneConnectionPerParallelSliceAndNoMore(@TempDir Path dir) throws Exception {
    try (Env env = Env.sqlite(db, dir)) {
      AtomicBoolean isDone = new AtomicBoolean();
      AtomicLong most = new AtomicLong();
      Thread sampler =
          new Thread(
              () -> {
                while (!isDone.get()) {
                  most.accumulateAndGet(db.otherSessions(), Math::max);
                }
              });
      sampler.start();
      try {
        assertThat(env.rivet().run(export(env, 3)).rows()).isEqualTo(ROWS);
      } finally {
        isDone.set(true);
        sampler.join(TimeUnit.SECONDS.toMillis(10));
      }
      assertThat(most.get()).isBetween(2L, 4L);
    }
  }
}
