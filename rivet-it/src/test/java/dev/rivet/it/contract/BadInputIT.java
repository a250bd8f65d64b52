package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Recovery;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.plan.Plan;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.state.JooqStateStore;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultyDialect;
import dev.rivet.type.RivetType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Wrong input and broken surroundings: each gives its code, says what, why and how to fix, and nothing is written or lost. */
class BadInputIT extends ItemsFixture {

  private void nothingHappened() {
    assertThat(results().files()).isEmpty();
    assertThat(env.committed("bad")).isEmpty();
    assertThat(env.unfinished("default", "bad")).isEmpty();
    assertThat(env.committed("items")).isEmpty();
    assertThat(env.unfinished("default", "items")).isEmpty();
    noSessionIsLeft();
  }

  /** A server process takes a moment to end after its client has gone. */
  private void noSessionIsLeft() {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (db.otherSessions() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(db.otherSessions()).isZero();
  }

  /** Tables and queries the source does not have or cannot run. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SELECT nope FROM items                    | QUERY_INVALID",
        "SELECT * FROM nowhere                     | RELATION_NOT_FOUND",
        "SELECT id, id FROM items                  | COLUMN_DUPLICATE",
        "SELECT id, 1 AS \"\" FROM items           | QUERY_INVALID",
        "SELECT * FROM items;                      | QUERY_INVALID",
        "SELECT 1 AS a; DROP TABLE items           | QUERY_INVALID",
        "SELECT * FROM items WHERE                 | QUERY_INVALID",
        "DELETE FROM items                         | QUERY_INVALID",
        "DELETE FROM items RETURNING id            | QUERY_INVALID",
        "INSERT INTO items VALUES (1000)           | QUERY_INVALID",
        "SELECT id FROM items) AS x; --            | QUERY_INVALID",
        "SELECT id INTO other FROM items           | QUERY_INVALID",
        "SELECT qty::numeric / 3 AS n FROM items   | TYPE_UNSUPPORTED"
      })
  void queries(String sql, ErrorCode code) {
    RivetException e =
        failure(code, () -> rivet().run(Export.query("bad", sql).into(env.prefix()).build()));
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
    assertThat(e.getMessage().length()).as(e.getMessage()).isGreaterThan(60);
    assertThat(db.number("SELECT count(*) FROM items")).isEqualTo(90);
    nothingHappened();
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere",
    "public.nowhere",
    "noschema.items",
    "items; DROP TABLE items",
    "'\"items\"\"x\"'",
    "ITEMS"
  })
  void tables(String table) {
    RivetException e =
        failure(
            ErrorCode.RELATION_NOT_FOUND,
            () -> rivet().run(Export.table(table).named("bad").into(env.prefix()).build()));
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
    assertThat(db.number("SELECT count(*) FROM items")).isEqualTo(90);
    nothingHappened();
  }

  /** Everything wrong is said at once. */
  @Test
  void allProblemsOfADefinitionAtOnce() {
    Export bad =
        items()
            .column("nope", RivetType.text())
            .quality(Quality.none().unique("missing"))
            .extract(Chunked.by("label"))
            .build();
    InvalidExportException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            InvalidExportException.class, () -> rivet().plan(bad));
    assertThat(e).isNotNull();
    assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(e)
        .hasMessageContaining("nope")
        .hasMessageContaining("missing")
        .hasMessageContaining("label");
    nothingHappened();
  }

  /** Refused where they are written. */
  @Test
  void definitionsRefusedInBuild() {
    assertThatThrownBy(() -> Chunked.by("id").parallel(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> Chunked.by("id").rows(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chunked.by("id").count(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chunked.by("id").rows(10).count(2))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Chunked.by("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> env.export("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> env.export("a.b.c")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Export.table("items").into(Path.of("../out")))
        .isInstanceOf(IllegalArgumentException.class);
    for (String name :
        new String[] {"", " ", ".hidden", "-x", "a/b", "a\\b", "a..b", "a:b", "a\nb"}) {
      failure(
          ErrorCode.EXPORT_NAME_UNSAFE,
          () -> Export.query(name, "SELECT 1 AS a").into(env.prefix()).build());
    }
    failure(
        ErrorCode.DESTINATION_INVALID,
        () -> Export.table("items").into(env.prefix().resolve("{nonsense}")).build());
    assertThatThrownBy(() -> Rivet.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("source");
  }

  @Test
  void noSinkForTheScheme() {
    RivetException e =
        failure(
            ErrorCode.SINK_NOT_FOUND,
            () -> rivet().plan(Export.table("items").into("ftp://host/x").build()));
    assertThat(e).hasMessageContaining("ftp").hasMessageContaining("file");
    nothingHappened();
  }

  @Test
  void csvCannotCarryLists() {
    db.execute("CREATE TABLE lists (id bigint PRIMARY KEY, tags text[])");
    failure(
        ErrorCode.FORMAT_TYPE_UNSUPPORTED,
        () -> rivet().plan(env.export("lists").as(Csv.rfc4180()).build()));
    assertThat(rivet().plan(env.export("lists").as(Csv.rfc4180().listsAsJson()).build()).columns())
        .hasSize(2);
    db.execute("DROP TABLE lists");
  }

  /** A destination that is a file, or below one. */
  @Test
  void unusableDirectory() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "x");
    RivetException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            RivetException.class,
            () -> rivet().run(Export.table("items").into(file.resolve("out")).build()));
    assertThat(e).isNotNull();
    assertThat(e.code())
        .isIn(ErrorCode.SINK_FAILED, ErrorCode.SINK_PERMISSION, ErrorCode.DESTINATION_INVALID);
    assertThat(e).hasMessageContaining("file");
    assertThat(Files.readString(file)).isEqualTo("x");
    assertThat(db.otherSessions()).isZero();
  }

  /** A directory nobody may write to; also for root, who may everywhere else. */
  @Test
  void unwritableDirectory() {
    Path proc = Path.of("/proc/rivet-it");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isDirectory(Path.of("/proc/self")), "needs /proc");
    RivetException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            RivetException.class, () -> rivet().run(Export.table("items").into(proc).build()));
    assertThat(e).isNotNull();
    assertThat(e.code()).isIn(ErrorCode.SINK_PERMISSION, ErrorCode.SINK_FAILED);
    assertThat(e).hasMessageContaining("/proc/rivet-it");
    noSessionIsLeft();
  }

  /** /dev/full says "no space left on device" to every write. */
  @Test
  void diskFull() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.exists(Path.of("/dev/full")), "needs /dev/full");
    RivetException e =
        failure(ErrorCode.SINK_FULL, () -> env.withSink(new FullDiskSink()).run(chunked()));
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
    assertThat(results().files()).isEmpty();
    assertThat(rivet().run(chunked()).rows()).isEqualTo(90);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  private PGSimpleDataSource source(String user, int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(db.name());
    source.setUser(user);
    source.setPassword("s3cr3t-canary");
    return source;
  }

  /** RT2: nobody listens; fails fast, with a pointer. */
  @Test
  void closedPort() {
    long started = System.nanoTime();
    RivetException e =
        failure(
            ErrorCode.SOURCE_UNREACHABLE,
            () ->
                env.built(Rivet.builder().source(source("postgres", 1)).stateStore(env.store()))
                    .plan(chunked()));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    assertThat(e.recovery()).isEqualTo(Recovery.RETRY);
    assertThat(e.getMessage()).doesNotContain("s3cr3t-canary");
  }

  @Test
  void unknownRoleAndForbiddenTable() {
    RivetException e =
        failure(
            ErrorCode.SOURCE_AUTHENTICATION,
            () ->
                env.built(
                        Rivet.builder()
                            .source(source("nobody_here", Postgres.port()))
                            .stateStore(env.store()))
                    .plan(chunked()));
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
    db.execute("DROP ROLE IF EXISTS clerk", "CREATE ROLE clerk LOGIN");
    RivetException forbidden =
        failure(
            ErrorCode.SOURCE_PERMISSION,
            () ->
                env.built(
                        Rivet.builder()
                            .source(source("clerk", Postgres.port()))
                            .stateStore(env.store()))
                    .run(chunked()));
    assertThat(forbidden.recovery()).isEqualTo(Recovery.FIX_INPUT);
    nothingHappened();
    db.execute("DROP ROLE clerk");
  }

  /** The server ends the session in the middle of a slice, again and again. */
  @Test
  void serverGoneMidSlice_resumable() {
    Plan plan = rivet().plan(chunked());
    FaultPlan dying =
        FaultPlan.runBefore(
            1,
            () ->
                db.scalar(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND pid <> pg_backend_pid() AND backend_type ="
                        + " 'client backend'"));
    var result =
        env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), dying)))
            .apply(plan)
            .execute();
    assertThat(dying.hasFired()).isTrue();
    assertThat(result.rows()).isEqualTo(90);
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  @Test
  void serverGoneForGood_thenBack() {
    Export export =
        env.export("items")
            .tuning(Tuning.fast().maxRetries(1).retryBackoff(Duration.ofMillis(1)))
            .extract(Chunked.by("id").count(3))
            .build();
    Plan plan = rivet().plan(export);
    FaultPlan gone = FaultPlan.failBefore(3).thenStayDown();
    RivetException e =
        failure(
            ErrorCode.SOURCE_UNREACHABLE,
            () ->
                env.rivet(b -> b.dialect(FaultyDialect.wrap(Dialects.postgres(), gone)))
                    .apply(plan)
                    .execute());
    assertThat(e.recovery()).isEqualTo(Recovery.RETRY);
    assertThat(e.context()).containsKeys("export", "run", "slice");
    assertThat(results().files()).doesNotContain("manifest.json", "_SUCCESS");
    rivet().apply(plan).execute();
    results().assertConsistent().assertEquals(ITEMS, db);
  }

  @Test
  void statementTimeout() {
    Export slow =
        Export.query("slow", "SELECT id, pg_sleep(1) IS NULL AS slept FROM items")
            .tuning(Tuning.fast().statementTimeout(Duration.ofMillis(300)))
            .into(env.prefix())
            .build();
    RivetException e = failure(ErrorCode.SOURCE_STATEMENT_TIMEOUT, () -> rivet().run(slow));
    assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
    assertThat(e).hasMessageContaining("statementTimeout");
    assertThat(results().partFiles()).isEmpty();
    noSessionIsLeft();
  }

  @Test
  void lockTimeout() throws Exception {
    Export locked =
        env.export("items")
            .tuning(Tuning.fast().lockTimeout(Duration.ofMillis(200)).maxRetries(0))
            .build();
    try (var c = db.connect();
        var s = c.createStatement()) {
      c.setAutoCommit(false);
      s.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
      RivetException e = failure(ErrorCode.SOURCE_LOCK_TIMEOUT, () -> rivet().run(locked));
      assertThat(e.recovery()).isEqualTo(Recovery.RETRY);
      c.rollback();
    }
    assertThat(rivet().run(locked).rows()).isEqualTo(90);
  }

  /** Plans that are not plans. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{}",
        "[]",
        "null",
        "{\"plan_version\": 1}",
        "{\"plan_version\": 99}",
        "<plan/>",
        "\"text\""
      })
  void unreadablePlans(String json) {
    RivetException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            RivetException.class, () -> Plan.fromJson(json == null ? "" : json));
    assertThat(e).as(json).isNotNull();
    assertThat(e.code()).isIn(ErrorCode.PLAN_UNREADABLE, ErrorCode.PLAN_EDITED);
    assertThat(e).hasMessageContaining("lan");
  }

  @Test
  void truncatedPlan() {
    String json = rivet().plan(chunked()).toJson();
    for (int length : new int[] {1, json.length() / 2, json.length() - 2}) {
      failure(ErrorCode.PLAN_UNREADABLE, () -> Plan.fromJson(json.substring(0, length)));
    }
  }

  /** SS1: a store that a newer library changed. */
  @Test
  void newerStateStore() {
    rivet().run(chunked());
    Map<String, String> before = results().snapshot();
    String versions = "rivet_version";
    env.sql("UPDATE " + versions + " SET version = 999");
    try (Env later = Env.at(db, dir.resolve("later"), env.stateUrl())) {
      RivetException e = failure(ErrorCode.STATE_TOO_NEW, () -> later.rivet().run(chunked()));
      assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
      assertThat(e).hasMessageContaining("999");
    }
    assertThat(results().snapshot()).isEqualTo(before);
  }

  @Test
  void stateStoreThatCannotBeOpened() throws IOException {
    Path noDatabase =
        Files.writeString(
            dir.resolve("not.db"),
            "this is no database, but it is long enough to look at".repeat(100));
    try (var store = JooqStateStore.sqlite(noDatabase)) {
      RivetException e =
          failure(
              ErrorCode.STATE_FAILED,
              () ->
                  env.built(
                          Rivet.builder()
                              .source(db.dataSource())
                              .stateStore(store)
                              .sink(LocalSink.create()))
                      .run(chunked()));
      assertThat(e.getMessage().length()).isGreaterThan(40);
    } catch (dev.rivet.spi.state.StateException e) {
      throw new AssertionError(e);
    }
    assertThat(Files.readString(noDatabase)).startsWith("this is no database");
    nothingHappened();
  }

  /** A source that is not one of ours. */
  @Test
  void noDialect() {
    org.duckdb.DuckDBDriver driver = new org.duckdb.DuckDBDriver();
    assertThat(driver).isNotNull();
    javax.sql.DataSource duck = new DriverSource("jdbc:duckdb:");
    RivetException e =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            RivetException.class,
            () ->
                env.built(
                        Rivet.builder()
                            .source(duck)
                            .dialect(Dialects.postgres())
                            .dialect(dev.rivet.dialect.mysql.MySql.create())
                            .stateStore(env.store())
                            .sink(LocalSink.create()))
                    .plan(chunked()));
    assertThat(e).isNotNull();
    assertThat(e.code()).isIn(ErrorCode.DIALECT_NOT_FOUND);
    assertThat(e).hasMessageContaining("DuckDB").hasMessageContaining("postgres");
  }
}
