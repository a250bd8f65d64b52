package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.discover.Candidate;
import dev.rivet.discover.DiscoveredTable;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.spi.dialect.SourceSession;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Discovery: DI1–DI6 on a real server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {
  private Path dir;
  private Postgres db;
  private Env env;

  @BeforeAll
  void create(@TempDir Path temporary) throws SQLException {
    dir = temporary;
    db = Postgres.newDatabase();
    env = Env.sqlite(db, dir);
    db.execute(
        "CREATE TABLE orders (id bigint PRIMARY KEY, product text, price numeric, created_at"
            + " timestamptz NOT NULL, updated_at timestamptz)",
        "CREATE INDEX ON orders (updated_at)",
        "CREATE INDEX ON orders (created_at)",
        "INSERT INTO orders SELECT g, 'p', g, now(), now() FROM generate_series(1, 150000) g",
        "CREATE TABLE visits (id bigint PRIMARY KEY, seen timestamptz NOT NULL, noted timestamptz"
            + " NOT NULL, word text, more text, again text, last text)",
        "CREATE INDEX ON visits (noted)",
        "CREATE VIEW recent AS SELECT id, updated_at FROM orders",
        "CREATE TABLE log (id bigint NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION"
            + " BY RANGE (day)",
        "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
        "INSERT INTO log SELECT g, '2026-01-05' FROM generate_series(1, 10) g",
        "CREATE TABLE words (word text)",
        "CREATE SCHEMA \"Other \"\"one\"",
        "CREATE TABLE \"Other \"\"one\".\"My.Table\" (\"Select\" int PRIMARY KEY)",
        "ANALYZE",
        "DROP ROLE IF EXISTS discovery_reader",
        "CREATE ROLE discovery_reader LOGIN PASSWORD 'secret'",
        "GRANT SELECT ON orders TO discovery_reader");
  }

  @AfterAll
  void close() {
    env.close();
    db.execute("DROP OWNED BY discovery_reader", "DROP ROLE discovery_reader");
  }

  private DiscoveredTable table(String name) {
    return env.rivet().discover("public").table("public", name).orElseThrow();
  }

  private Discovery discoverAsReader() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:" + Postgres.port() + "/" + db.name());
    source.setUser("discovery_reader");
    source.setPassword("secret");
    return env.built(Rivet.builder().source(source).stateStore(env.store())).discover();
  }

  /** DI4. */
  @Test
  void unboundedNumericFlagged() {
    assertThat(table("orders").unboundedNumericColumns()).containsExactly("price");
    assertThat(table("orders").notes())
        .contains(
            "price is numeric without precision: give it a type; decimal(38,18) is a proposal to"
                + " review");
    assertThat(table("orders").toJava())
        .isEqualTo(
            """
            Export.table("public.orders")
                .extract(Chunked.by("id").rows(100_000))
                .column("price", RivetType.decimal(38, 18)) // review: numeric without precision
                .into(Path.of("out", "orders"))
                .build();
            """);
  }

  /** DI4. */
  @Test
  void noPrivilegeNoted() {
    Discovery seen = discoverAsReader();
    assertThat(seen.table("public", "visits").orElseThrow().notes())
        .containsExactly("no visible columns: this account lacks SELECT on the table");
    assertThat(seen.table("public", "visits").orElseThrow().cursorCandidates()).isEmpty();
    assertThat(seen.table("public", "orders").orElseThrow().chunkCandidates()).hasSize(1);
  }

  /** DI6: both columns come early enough for the same points; only one of them leads an index. */
  @Test
  void unindexedCursorRankedLower() {
    assertThat(table("visits").cursorCandidates())
        .extracting(Candidate::toString)
        .containsExactly("noted (45)", "seen (35)", "id (30)");
  }

  /** DI2. */
  @Test
  void nullableUpdatedAtSuggestsCreatedAt() {
    DiscoveredTable orders = table("orders");
    assertThat(orders.suggestedCursorColumn()).isEqualTo("updated_at");
    assertThat(orders.suggestedCursorFallbackColumn()).isEqualTo("created_at");
    assertThat(orders.notes())
        .contains(
            "updated_at is nullable: rows where it is NULL would be missed by a cursor on it alone;"
                + " follow COALESCE(updated_at, created_at)",
            "updated_at: trust not proven: no trigger maintains it, so an update that does not set"
                + " it would be missed");
  }

  /** DI3. */
  @Test
  void modeFollowsTheEstimate() {
    assertThat(table("orders").rowEstimate()).isEqualTo(150_000);
    assertThat(table("orders").suggestedMode()).isEqualTo("chunked");
    assertThat(table("orders").suggestedChunkRows()).isEqualTo(100_000);
    assertThat(table("visits").suggestedMode()).isEqualTo("full");
  }

  /** DI4. */
  @Test
  void viewsAndPartitionedParentsAreNoted_partitionsAreNotListed() {
    assertThat(table("recent").kind()).isEqualTo("view");
    assertThat(table("recent").notes())
        .contains("a view: no statistics, no key; every slice would run the view's query again");
    assertThat(table("log").kind()).isEqualTo("partitioned table");
    assertThat(table("log").rowEstimate()).isEqualTo(10);
    assertThat(table("log").notes())
        .contains("a partitioned table: exported through the parent, all partitions together");
    assertThat(table("words").notes())
        .containsExactly("no primary key, and no integer column to chunk by");
    assertThat(env.rivet().discover("public").table("public", "log_1")).isEmpty();
  }

  /** DI1: the same catalog, the same artifact, as object, JSON and text. */
  @Test
  void artifactIsDeterministicAndComplete() throws IOException {
    Discovery discovery = env.rivet().discover();
    assertThat(env.rivet().discover()).isEqualTo(discovery);
    JsonNode json = new ObjectMapper().readTree(discovery.toJson());
    assertThat(json.path("rivet_version").asText()).isEqualTo("0.1.0");
    assertThat(json.path("source_type").asText()).isEqualTo("postgres");
    assertThat(json.path("scope").asText()).isEqualTo("*");
    assertThat(json.path("tables"))
        .extracting(t -> t.path("schema").asText() + "/" + t.path("table").asText())
        .containsExactly(
            "Other \"one/My.Table",
            "public/log",
            "public/orders",
            "public/recent",
            "public/visits",
            "public/words");
    JsonNode cursor = json.path("tables").path(2).path("cursor_candidates").path(0);
    assertThat(cursor.path("column").asText()).isEqualTo("updated_at");
    assertThat(cursor.path("is_nullable").asBoolean()).isTrue();
    assertThat(cursor.path("score").asInt()).isEqualTo(71);
    List<String> lines = discovery.toString().lines().toList();
    assertThat(lines.get(1).split(" {2,}"))
        .containsExactly(
            "TABLE", "KIND", "ROWS", "SIZE", "MODE", "CHUNK KEY", "CURSOR", "FALLBACK");
    assertThat(lines.get(3).split(" {2,}"))
        .startsWith("public.log", "partitioned table", "~10")
        .endsWith("full", "id (20)", "day (31)", "-"); // the key leads with id
  }

  /** What discovery names can be handed to Export.table as it is. */
  @Test
  void qualifiedNamesCanBeExported() {
    DiscoveredTable odd = env.rivet().discover("Other \"one").tables().get(0);
    assertThat(odd.qualifiedName()).isEqualTo("\"Other \"\"one\".\"My.Table\"");
    assertThat(
            env.rivet()
                .plan(dev.rivet.Export.table(odd.qualifiedName()).into(dir).build())
                .columns())
        .extracting(c -> c.name())
        .containsExactly("Select");
    assertThat(env.rivet().discover("nowhere").tables()).isEmpty();
  }

  /** DI5: the server's own statistics say that no table was read. */
  @Test
  void noTableIsScanned() {
    long before = scans();
    assertThat(env.rivet().discover().tables()).hasSize(6);
    assertThat(scans()).isEqualTo(before);
  }

  private long scans() {
    db.execute("SELECT pg_stat_force_next_flush()");
    return db.number(
        "SELECT sum(seq_scan + coalesce(idx_scan, 0))::bigint FROM pg_stat_user_tables");
  }

  @Test
  void sessionIsGivenBack() {
    assertThat(env.rivet().discover().tables()).isNotEmpty();
    assertThat(db.otherSessions()).isZero();
  }

  @Test
  void dialectWithoutCatalogSaysSo() {
    var plain = Dialects.postgres();
    var hiding =
        (dev.rivet.spi.dialect.Dialect)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {dev.rivet.spi.dialect.Dialect.class},
                (proxy, method, args) -> {
                  Object result = method.invoke(plain, args);
                  return result instanceof SourceSession session ? onlyReading(session) : result;
                });
    var e =
        Env.failure(
            ErrorCode.DISCOVERY_UNAVAILABLE,
            () -> List.of(env.rivet(b -> b.dialect(hiding)).discover()));
    assertThat(e).hasMessageContaining("Export.table");
  }

  private static SourceSession onlyReading(SourceSession session) {
    return (SourceSession)
        Proxy.newProxyInstance(
            DiscoveryIT.class.getClassLoader(),
            new Class<?>[] {SourceSession.class},
            (proxy, method, args) -> method.invoke(session, args));
  }
}
