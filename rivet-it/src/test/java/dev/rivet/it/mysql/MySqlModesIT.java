package dev.rivet.it.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.LateWriters;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Incremental exports, keyset windows, chunks of days and of equally many rows, on MySQL and MariaDB. */
class MySqlModesIT {
  @TempDir Path dir;

  /** A server through its own driver. */
  enum Engine {
    MYSQL,
    MARIADB;

    TestServer server() {
      return (this == MYSQL ? TestServer.mysql() : TestServer.mariaDb()).required();
    }

    DataSource source() {
      return this == MYSQL ? server().connectorJ() : server().mariaDbDriver();
    }
  }

  private static List<List<String>> rows(TestServer server, String table) {
    String all =
        server.query(
            "SELECT COALESCE(GROUP_CONCAT(CONCAT(n) ORDER BY n SEPARATOR ','), '') FROM " + table);
    return all.isEmpty() ? List.of() : Arrays.stream(all.split(",")).map(List::of).toList();
  }

  /** KS2, KS4: keys of every type, in the order of the server's collations. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void ks2_windowsCoverTheTableOnce(Engine engine) {
    TestServer server = engine.server();
    String text = "CONCAT(CASE n % 4 WHEN 0 THEN 'é' WHEN 1 THEN 'E' ELSE 'z''\\\\' END, n)";
    try (Env env = Env.sqlite(engine.source(), dir)) {
      for (String key :
          List.of(
              "bigint~n * 1000003 - 50000000",
              "bigint unsigned~18446744073709551615 - n",
              "decimal(20,5)~n * 3.25 - 100",
              "varchar(40)~" + text,
              "char(36)~" + text,
              "varchar(40) COLLATE utf8mb4_bin~" + text,
              "varchar(40) CHARACTER SET latin1~" + text,
              "binary(16)~UNHEX(MD5(n))",
              "date~DATE_ADD('2024-02-01', INTERVAL n DAY)",
              "datetime(6)~DATE_ADD('2026-03-29', INTERVAL n MICROSECOND)",
              "timestamp~DATE_ADD('2026-10-25', INTERVAL n MINUTE)")) {
        String[] parts = key.split("~", 2);
        server.execute(
            "DROP TABLE IF EXISTS keyed",
            "CREATE TABLE keyed (k " + parts[0] + " NOT NULL PRIMARY KEY, n int NOT NULL)",
            "INSERT INTO keyed SELECT "
                + parts[1]
                + ", n FROM (WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE"
                + " n < 130) SELECT n FROM s) q");
        Export export =
            env.export("keyed")
                .named("k" + Integer.toHexString(key.hashCode()))
                .extract(Keyset.by("k").rows(30).parallel(2))
                .build();
        Plan plan = env.rivet().plan(export);
        assertThat(plan.slices()).as(key).hasSize(5);
        var unused = env.rivet().apply(Plan.fromJson(plan.toJson())).execute();
        SourceTable keyed = SourceTable.of("keyed", "n");
        env.results().assertConsistent().assertRows(keyed, rows(server, "keyed"));
        assertThat(env.rivet().reconcile(export).depth(Depth.CONTENT).execute().isClean()).isTrue();
      }
    }
  }

  /** KS2, RC4, RR7: several columns; CD1, CD2: days and equally many rows. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void compositeKeysDaysAndDenseChunks(Engine engine) {
    TestServer server = engine.server();
    server.execute(
        "DROP TABLE IF EXISTS pairs",
        "CREATE TABLE pairs (region varchar(9), no int, at datetime(3), n int NOT NULL UNIQUE,"
            + " PRIMARY KEY (region, no))",
        "INSERT INTO pairs SELECT CONCAT('r', n % 3), n, DATE_ADD('2026-01-01', INTERVAL n * 7"
            + " HOUR), n FROM (WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s"
            + " WHERE n < 100) SELECT n FROM s) q",
        "UPDATE pairs SET at = NULL WHERE n = 50");
    SourceTable pairs = SourceTable.of("pairs", "n");
    try (Env env = Env.sqlite(engine.source(), dir)) {
      int next = 90;
      for (var mode :
          List.of(
              Keyset.auto().rows(9).parallel(2),
              Chunked.by("at").byDays(5),
              Chunked.by("at").dense(30))) {
        Export export = env.export("pairs").named("p" + mode.hashCode()).extract(mode).build();
        var unused = env.rivet().run(export);
        env.results().assertConsistent().assertRows(pairs, rows(server, "pairs"));
        server.execute("DELETE FROM pairs WHERE n = " + next--);
        ReconcileReport report = env.rivet().reconcile(export).execute();
        assertThat(report.dirty()).hasSize(1);
        var unusedRepaired = env.rivet().repair(report).execute();
        env.results().assertConsistent().assertRows(pairs, rows(server, "pairs"));
      }
    }
  }

  /** MC1, MI4, MI7: two columns of which the first may be NULL. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void coalesce(Engine engine) {
    TestServer server = engine.server();
    server.execute(
        "DROP TABLE IF EXISTS two",
        "CREATE TABLE two (n int PRIMARY KEY, `up``d` datetime(6), made timestamp(6) NOT NULL)",
        "INSERT INTO two SELECT n, NULL, DATE_ADD('2026-01-01', INTERVAL n MINUTE) FROM (WITH"
            + " RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 60) SELECT n"
            + " FROM s) q");
    SourceTable two = SourceTable.of("two", "n");
    try (Env env = Env.sqlite(engine.source(), dir)) {
      Export export =
          Export.query("two", "SELECT n, `up``d`, CAST(made AS DATETIME(6)) AS made FROM two")
              .extract(Incremental.coalesce("up`d", "made").key("n"))
              .into(env.prefix())
              .build();
      assertThat(env.rivet().run(export).rows()).isEqualTo(60);
      server.execute("INSERT INTO two VALUES (61, '2026-03-02 00:00:00.5', '2026-01-01 00:00:01')");
      assertThat(env.rivet().run(export).rows()).isEqualTo(1);
      assertThat(env.rivet().run(export).rows()).isZero();
      Results.compare(rows(server, "two"), env.results().rebuilt(two));
    }
  }

  /** The gap test: writers that commit out of order, ties, 20 runs; the union of the manifests is the source. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void gap_twentyRuns(Engine engine) throws Exception {
    TestServer server = engine.server();
    server.execute(
        "DROP TABLE IF EXISTS feed",
        "CREATE TABLE feed (n bigint PRIMARY KEY, v varchar(20), at timestamp(3) NOT NULL, KEY"
            + " (at))");
    Incremental mode =
        engine == Engine.MYSQL
            ? Incremental.by("at").overlap(Duration.ofSeconds(20))
            : Incremental.by("at")
                .safetyLag(Duration.ofMillis(50))
                .overlap(Duration.ofSeconds(20))
                .rows(50);
    SourceTable feed = SourceTable.of("feed", "n");
    try (Env env = Env.sqlite(engine.source(), dir)) {
      Export export = env.export("feed").extract(mode).build();
      int runs = 0;
      try (LateWriters writers =
          new LateWriters(
              engine.source(),
              3,
              "INSERT INTO feed (n, v, at) VALUES (?, ?, ?)",
              "SELECT CAST(NOW(3) AS CHAR)",
              42)) {
        for (; runs < 18; runs++) {
          var unused = env.rivet().run(export);
          Thread.sleep(40); // several commits per run
        }
        assertThat(writers.rows()).isGreaterThan(60);
      }
      for (; runs < 20; runs++) {
        Thread.sleep(100); // until all is older than the lag
        var unused = env.rivet().run(export);
      }
      server.execute("SET GLOBAL group_concat_max_len = 1000000");
      Results.compare(rows(server, "feed"), env.results().assertConsistent().rebuilt(feed));
    }
  }
}
