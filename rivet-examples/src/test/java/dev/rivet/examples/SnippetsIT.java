package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.Export;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.Rivet;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.examples.shop.CommittedParts;
import dev.rivet.examples.snippets.FirstExport;
import dev.rivet.examples.snippets.Modes;
import dev.rivet.examples.snippets.Output;
import dev.rivet.examples.snippets.Plans;
import dev.rivet.examples.snippets.Running;
import dev.rivet.examples.snippets.Sources;
import dev.rivet.examples.snippets.TableSink;
import dev.rivet.examples.snippets.Verification;
import dev.rivet.examples.tutorial.ExportOrders;
import dev.rivet.extract.Chunked;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import dev.rivet.state.JooqStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every snippet runs and does what the page around it says. */
class SnippetsIT {
  private static EmbeddedPostgres server;

  @TempDir Path dir;
  private JooqStateStore state;
  private Rivet rivet;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void create() throws Exception {
    execute(
        "DROP TABLE IF EXISTS orders, events, prices, customers",
        "CREATE TABLE orders (id bigint PRIMARY KEY, item text)",
        "INSERT INTO orders SELECT g, 'item ' || g FROM generate_series(1, 1000) g",
        "CREATE TABLE events (id bigint PRIMARY KEY, user_id integer, kind text)",
        "INSERT INTO events SELECT g, CASE WHEN g % 10 > 0 THEN g END, 'click' FROM"
            + " generate_series(1, 250000) g",
        "CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric, valid_until timestamptz, rate"
            + " numeric(12,6))",
        "INSERT INTO prices VALUES (1, 12.3456, 'infinity', 1.005), (2, 'NaN', '2026-01-01Z', 1)",
        "CREATE TABLE customers (id bigint PRIMARY KEY, name text, created_at timestamptz)",
        "INSERT INTO customers VALUES (1, 'Ann', now()), (11, '=1+1', '2026-01-02 03:04:05Z'),"
            + " (12, NULL, NULL)",
        "VACUUM ANALYZE");
    state = JooqStateStore.sqlite(dir.resolve("state.db"));
    rivet = Rivet.builder().source(server.getPostgresDatabase()).stateStore(state).build();
  }

  @AfterEach
  void close() throws Exception {
    rivet.close();
    state.close();
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** One row as DuckDB prints it. */
  private static String duckDb(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      StringBuilder text = new StringBuilder();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        text.append(i == 1 ? "" : " ").append(row.getString(i));
      }
      return text.toString();
    }
  }

  private static String parquet(Path directory) {
    return "read_parquet('" + directory.resolve("*.parquet") + "')";
  }

  private static Path inCurrentDirectory(String name) throws IOException {
    Path path = Path.of(name);
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return path;
  }

  @Test
  void everyMode() throws Exception {
    Export incremental = Modes.incremental(dir.resolve("incremental"));
    execute(
        "ALTER TABLE customers ADD updated_at timestamptz",
        "DELETE FROM customers WHERE created_at IS NULL");
    assertThat(rivet.run(incremental).rows()).isEqualTo(2);
    assertThat(rivet.run(incremental).status()).isEqualTo(RunStatus.SKIPPED);
    execute("UPDATE customers SET updated_at = now() WHERE id = 11");
    // Ann's row is read again and replaced.
    assertThat(rivet.run(incremental).rows()).isEqualTo(2);
    rivet.resetCursor("customers");
    execute("INSERT INTO customers VALUES (13, 'Eve', '2026-01-03 00:00:00Z')");
    assertThat(rivet.run(Modes.behindOpenTransactions(dir.resolve("horizon"))).rows())
        .isGreaterThanOrEqualTo(2);
    assertThat(rivet.plan(Modes.keyset(dir.resolve("keyset"))).slices()).hasSize(5);
    assertThat(rivet.run(Modes.byDays(dir.resolve("days"))).rows()).isEqualTo(3);
    assertThat(rivet.run(Modes.dense(dir.resolve("dense"))).rows()).isEqualTo(250_000);
    assertThat(rivet.run(Modes.lastDays(dir.resolve("recent"))).rows()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void firstExport() throws Exception {
    inCurrentDirectory("rivet-state.db");
    Path out = inCurrentDirectory("out");

    FirstExport.run(server.getPostgresDatabase());

    assertThat(duckDb("SELECT count(*), sum(id) FROM " + parquet(out))).isEqualTo("1000 500500");
    assertThat(Path.of("rivet-state.db")).exists();
  }

  @Test
  void tutorial() throws Exception {
    inCurrentDirectory("rivet-state.db");
    Path out = inCurrentDirectory("out");

    ExportOrders.main(new String[] {url()});

    assertThat(duckDb("SELECT count(*) FROM " + parquet(out.resolve("orders")))).isEqualTo("1000");
    assertThat(out.resolve("orders/_SUCCESS")).exists();
  }

  @Test
  void discover() throws Exception {
    Discovery discovery = Plans.discover(rivet, dir.resolve("discovery.json"));

    assertThat(discovery.table("public", "events").orElseThrow().suggestedMode())
        .isEqualTo("chunked");
    assertThat(dir.resolve("discovery.json")).content().contains("\"cursor_candidates\"");
  }

  @Test
  void planReviewedAndAppliedLater() throws Exception {
    Path file = dir.resolve("events.plan.json");
    Path out = dir.resolve("events");

    Plans.review(rivet, Plans.chunked(out), file);
    assertThat(out).doesNotExist();
    ApplyResult result = Plans.apply(rivet, file);

    assertThat(result.slices()).isEqualTo(3);
    assertThat(result.validationPassed()).isTrue();
    assertThat(duckDb("SELECT count(*), sum(id) FROM " + parquet(out)))
        .isEqualTo("250000 31250125000");
  }

  @Test
  void reconciledAndRepaired() throws Exception {
    Export events = Plans.chunked(dir.resolve("events"));
    rivet.run(events);
    execute("UPDATE events SET kind = 'buy' WHERE id = 150000");
    Path file = dir.resolve("report.json");

    ReconcileReport report = Verification.reconcile(rivet, events, file);
    assertThat(report.dirty()).extracting(p -> p.slice().index()).containsExactly(1);
    Verification.repair(rivet, events, file);

    assertThat(Verification.progression(rivet).orElseThrow().isVerified()).isTrue();
    assertThat(Verification.validate(rivet, events).isPassed()).isTrue();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      List<Path> parts = CommittedParts.list(duckDb, dir.resolve("events"));
      assertThat(parts).hasSize(3);
      long found = 0;
      for (Path part : parts) {
        found +=
            Long.parseLong(
                duckDb("SELECT count(*) FROM read_parquet('" + part + "') WHERE kind = 'buy'"));
      }
      assertThat(found).isEqualTo(1);
    }
  }

  @Test
  void cancelledAndResumed() throws Exception {
    Export events = Plans.chunked(dir.resolve("events"));
    Plan plan = rivet.plan(events);
    Cancellation cancellation = Cancellation.create();
    Rivet slow =
        Rivet.builder()
            .source(server.getPostgresDatabase())
            .stateStore(state)
            .listener(
                event -> {
                  if (event instanceof RunEvent.SliceCompleted) {
                    cancellation.cancel();
                  }
                })
            .build();
    try (slow) {
      assertThat(Running.cancelled(slow, plan, cancellation)).isTrue();
    }
    assertThat(rivet.unfinishedPlan("events")).contains(plan);

    ApplyResult result = Plans.resume(rivet, events);

    assertThat(result.rows()).isEqualTo(250_000);
    assertThat(result.slicesResumed()).isBetween(1, 3);
    assertThat(rivet.unfinishedPlan("events")).isEmpty();
    Plans.resumeByName(rivet);
    Plans.startOver(rivet);
    assertThat(rivet.progression("events")).isEmpty();
  }

  @Test
  void failuresAreSortedByRecovery() {
    Export missing = Export.table("public.missing").into(dir.resolve("missing")).build();
    Export events = Plans.chunked(dir.resolve("events"));

    assertThat(Running.runOnce(rivet, missing)).isEqualTo(Running.Next.CALL_A_PERSON);
    assertThat(Running.runOnce(rivet, events)).isEqualTo(Running.Next.DONE);
  }

  @Test
  void listener() {
    Plan plan = rivet.plan(Plans.chunked(dir.resolve("events")));

    assertThat(Running.counted(rivet, plan)).isEqualTo(250_000);
  }

  @Test
  void gentleAndSnapshot() throws Exception {
    assertThat(rivet.run(Plans.snapshot(dir.resolve("snapshot"))).rows()).isEqualTo(250_000);
    assertThat(dir.resolve("snapshot/manifest.json"))
        .content()
        .contains("\"consistency\": \"snapshot\"");
    execute("DELETE FROM events WHERE id > 20000", "ANALYZE events");
    ApplyResult gentle = rivet.run(Plans.gentle(dir.resolve("gentle")));
    assertThat(gentle.rows()).isEqualTo(20_000);
    assertThat(gentle.tuningProfile()).isEqualTo("gentle");
  }

  @Test
  void pool() {
    assertThat(Sources.pooled(url(), state, Plans.chunked(dir.resolve("events"))).rows())
        .isEqualTo(250_000);
  }

  @Test
  void sharedStateKeepsNamespacesApart() throws Exception {
    Export events = Plans.chunked(dir.resolve("events"));
    try (Rivet first = Sources.shared(server.getPostgresDatabase(), server.getPostgresDatabase());
        Rivet second = Sources.shared(server.getPostgresDatabase(), server.getPostgresDatabase())) {
      first.run(events);
      assertThat(second.progression("events")).isPresent();
    }
    assertThat(rivet.progression("events")).isEmpty();
    assertThat(Sources.stateFile(dir).toString()).contains("rivet-state.db");
  }

  @Test
  void severalJvmsWorkOnOnePlan() throws Exception {
    try (Rivet first = Sources.shared(server.getPostgresDatabase(), server.getPostgresDatabase());
        Rivet second = Sources.shared(server.getPostgresDatabase(), server.getPostgresDatabase())) {
      String plan = first.plan(Plans.chunked(dir.resolve("together"))).toJson();
      CompletableFuture<ApplyResult> other =
          CompletableFuture.supplyAsync(() -> Sources.together(second, plan));
      ApplyResult result = Sources.together(first, plan);
      assertThat(result.rows()).isEqualTo(250_000);
      assertThat(other.get().runId()).isEqualTo(result.runId());
    }
  }

  @Test
  void withoutCopy() {
    try (Rivet plain = Sources.withoutCopy(server.getPostgresDatabase(), state)) {
      assertThat(plain.run(Plans.chunked(dir.resolve("events"))).rows()).isEqualTo(250_000);
    }
  }

  @Test
  void types() throws Exception {
    Path out = dir.resolve("prices");

    ApplyResult result = rivet.run(Output.types(out));

    assertThat(duckDb("SELECT max(amount), count(valid_until), max(rate) FROM " + parquet(out)))
        .isEqualTo("12.3456 1 1.01");
    assertThat(result.policyChanges())
        .containsEntry("valid_until:INFINITY", 1L)
        .containsEntry("amount:NOT_A_NUMBER", 1L);
  }

  @Test
  void csv() throws Exception {
    Path out = dir.resolve("customers");

    rivet.run(Output.csv(out));

    try (Stream<Path> files = Files.list(out)) {
      Path part = files.filter(f -> f.toString().endsWith(".csv.gz")).findFirst().orElseThrow();
      try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(part))) {
        assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .isEqualTo("id;name;created_at\n11;'=1+1;2026-01-02T03:04:05.000000Z\n12;\\N;\\N\n");
      }
    }
  }

  @Test
  void parquetOptions() throws Exception {
    Path out = dir.resolve("events");

    rivet.run(Output.parquet(out));

    assertThat(
            duckDb(
                "SELECT count(DISTINCT row_group_id), count(bloom_filter_offset) FROM"
                    + " parquet_metadata('"
                    + out.resolve("*.parquet")
                    + "')"))
        .isEqualTo("1 1");
  }

  @Test
  void gates() throws Exception {
    Path out = dir.resolve("events");
    Export gated = Output.gates(out);
    rivet.run(gated);

    execute("UPDATE events SET user_id = NULL WHERE id % 2 = 0");
    assertThatThrownBy(() -> rivet.run(gated))
        .isInstanceOfSatisfying(
            DataIntegrityException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.QUALITY_FAILED));

    execute("ALTER TABLE events ADD COLUMN more text", "UPDATE events SET user_id = 1");
    assertThatThrownBy(() -> rivet.run(gated))
        .isInstanceOfSatisfying(
            RivetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT));
    assertThat(duckDb("SELECT count(*) FROM " + parquet(out))).isEqualTo("250000");
  }

  /** The reference describes exactly the fields that are there. */
  @Test
  void documentedFieldsAreThoseWritten() throws Exception {
    Path out = dir.resolve("events");
    ApplyResult result = rivet.run(Plans.chunked(out));
    Path report = Files.writeString(dir.resolve("report.json"), result.toJson());

    assertThat(documented("run-report.md", "##"))
        .containsAll(keys(report))
        .hasSize(keys(report).size() + 4); // harm, validation_passed, error_code, error_message
    assertThat(documented("manifest.md", "###"))
        .containsAll(keys(out.resolve("manifest.json")))
        .hasSize(keys(out.resolve("manifest.json")).size() + 1); // previous_run_id
  }

  private static List<String> documented(String page, String until) {
    String text = Pages.read(Pages.ROOT.resolve("docs/reference").resolve(page));
    int table = text.indexOf("<!-- generated");
    int end = text.indexOf("\n" + until + " ", table);
    return java.util.regex.Pattern.compile("(?m)^\\| `([a-z_0-9]+)` \\|")
        .matcher(text.substring(table, end < 0 ? text.length() : end))
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  private static List<String> keys(Path json) throws SQLException {
    return List.of(
        duckDb("SELECT array_to_string(json_keys(content), ',') FROM read_text('" + json + "')")
            .split(","));
  }

  @Test
  void ownSink() throws Exception {
    execute(
        "DROP TABLE IF EXISTS objects",
        "CREATE TABLE objects (name text COLLATE \"C\" PRIMARY KEY, content bytea)");
    Export events =
        Export.table("public.events").extract(Chunked.auto()).into("table://any/events").build();
    try (Rivet ours =
        Rivet.builder()
            .source(server.getPostgresDatabase())
            .stateStore(state)
            .sink(new TableSink(server.getPostgresDatabase()))
            .build()) {
      ours.run(events);
      assertThat(ours.validate(events).execute().isPassed()).isTrue();
      assertThat(ours.reconcile(events).depth(Depth.CONTENT).execute().isClean()).isTrue();
    }
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM objects WHERE name LIKE '%.parquet'")) {
      row.next();
      assertThat(row.getInt(1)).isEqualTo(3);
    }
  }

  @Test
  void tlsSourceChecksTheName() throws Exception {
    Path password = Files.writeString(dir.resolve("password"), "postgres");
    assertThatThrownBy(() -> Sources.tls("db.example", 5432, password, dir.resolve("nope.pem")))
        .hasMessageContaining("nope.pem");
    Path ca = Files.writeString(dir.resolve("ca.pem"), someCertificate());
    assertThat(Sources.tls("db.example", 5432, password, ca).toString()).isNotEmpty();
    assertThatThrownBy(
            () -> Sources.tls("localhost", server.getPort(), password, ca).getConnection().close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("SSL");
  }

  /** Of those the JVM trusts; the server has none at all. */
  private static String someCertificate() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509TrustManager trusted = (X509TrustManager) factory.getTrustManagers()[0];
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(trusted.getAcceptedIssuers()[0].getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
