package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.Export;
import dev.rivet.Profile;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.inspect.CheckReport;
import dev.rivet.inspect.CheckReport.Level;
import dev.rivet.inspect.DoctorReport;
import dev.rivet.inspect.DoctorReport.Category;
import dev.rivet.inspect.DoctorReport.Check;
import dev.rivet.inspect.Verdict;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.type.TypePolicy;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The check of a definition (CK1–CK3) and of the environment (DO1–DO3). */
class CheckIT extends ItemsFixture {
  @BeforeEach
  void createMore() {
    db.execute(
        "DROP TABLE IF EXISTS loose, sparse CASCADE",
        "CREATE TABLE loose (n integer NOT NULL, word text, price numeric)",
        "INSERT INTO loose SELECT g, 'w', 1 FROM generate_series(1, 500) g",
        "CREATE TABLE sparse (id bigint PRIMARY KEY)",
        "INSERT INTO sparse SELECT g * 1000 FROM generate_series(1, 200) g",
        "ANALYZE loose",
        "ANALYZE sparse");
  }

  private static List<String> lines(CheckReport report, Level level) {
    return report.findings().stream()
        .filter(f -> f.level() == level)
        .map(f -> f.check() + " " + f.code())
        .toList();
  }

  /** CK1. */
  @Test
  void indexedKeyIsEfficient() throws IOException {
    CheckReport report = rivet().check(items().extract(Chunked.auto().parallel(2)).build());
    assertThat(report.rating()).contains(Verdict.EFFICIENT);
    assertThat(report.keyColumn()).isEqualTo("id");
    assertThat(report.isKeyIndexed()).isTrue();
    assertThat(report.rowEstimate()).isEqualTo(90);
    assertThat(report.recommendedProfile()).isEqualTo(Profile.FAST);
    assertThat(report.recommendedParallel()).isEqualTo(1);
    assertThat(report.orThrow().isPassed()).isTrue();
    assertThat(report.toString())
        .startsWith("check of export 'items'\n  verdict     efficient\n")
        .contains("strategy    chunked by id, indexed", "advice      Tuning.fast(), parallel 1");
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.path("verdict").asText()).isEqualTo("efficient");
    assertThat(json.path("is_key_indexed").asBoolean()).isTrue();
  }

  /** CK2, CK3: no index, so nothing is cut, nothing is scanned, and it still runs. */
  @Test
  void missingIndexIsToldWithoutScanning_andNeverBlocks() {
    Export loose =
        Export.table("loose")
            .extract(Chunked.by("n").rows(100))
            .column("price", dev.rivet.type.RivetType.decimal(10, 2))
            .into(env.prefix())
            .build();
    long before = scans();
    CheckReport report = rivet().check(loose);
    assertThat(scans()).isEqualTo(before);
    assertThat(report.rating()).contains(Verdict.ACCEPTABLE);
    assertThat(report.slices()).isNull();
    assertThat(lines(report, Level.WARNING)).contains("missing index SOURCE_OVERLOADED");
    assertThat(report.isPassed()).isTrue();
    assertThat(rivet().run(loose).rows()).isEqualTo(500);
  }

  private long scans() {
    db.execute("SELECT pg_stat_force_next_flush()");
    return db.number("SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables");
  }

  /** CK2: what a plan would refuse is found whole, and only asking for it throws. */
  @Test
  void everyFailureIsAFinding() {
    Export wrong =
        Export.table("loose").typePolicy(TypePolicy.STRICT).into("sftp://host/out").build();
    CheckReport report = rivet().check(wrong);
    assertThat(report.isPassed()).isFalse();
    assertThat(lines(report, Level.FAIL)).anyMatch(l -> l.equals("destination SINK_NOT_FOUND"));
    assertThat(lines(report, Level.FAIL)).anyMatch(l -> l.startsWith("schema "));
    assertThat(Env.failure(report.findings().get(0).code(), report::orThrow).problems())
        .hasSizeGreaterThanOrEqualTo(2);
    CheckReport missing = rivet().check(env.export("nothing").build());
    assertThat(missing.rating()).isEmpty();
    assertThat(lines(missing, Level.FAIL)).containsExactly("schema RELATION_NOT_FOUND");
  }

  @Test
  void sparseRangeAndConnectionLimit() {
    CheckReport sparse =
        rivet()
            .check(env.export("sparse").extract(Chunked.by("id").count(20).parallel(98)).build());
    assertThat(lines(sparse, Level.MEDIUM)).containsExactly("sparse range CHUNK_KEY_SPARSE");
    long limit = db.number("SELECT current_setting('max_connections')::int");
    boolean isTooMany = 98 >= limit - 3;
    assertThat(lines(sparse, Level.HIGH))
        .isEqualTo(isTooMany ? List.of("connection limit SOURCE_OVERLOADED") : List.of());
    CheckReport all =
        rivet()
            .check(
                env.export("sparse")
                    .extract(Chunked.by("id").count(2).parallel((int) limit))
                    .build());
    assertThat(lines(all, Level.HIGH)).containsExactly("connection limit SOURCE_OVERLOADED");
  }

  @Test
  void sourceThatDoesNotAnswerIsAFinding() {
    CheckReport report = away(wrongPassword()).check(full());
    assertThat(lines(report, Level.FAIL)).containsExactly("source SOURCE_AUTHENTICATION");
    assertThat(report.toString()).contains("verdict     unknown");
  }

  private Rivet away(DataSource source) {
    return env.built(Rivet.builder().source(source).stateStore(env.store()));
  }

  private DataSource wrongPassword() {
    db.execute("DROP ROLE IF EXISTS doctor_reader", "CREATE ROLE doctor_reader LOGIN PASSWORD 'x'");
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:" + Postgres.port() + "/" + db.name());
    source.setUser("nobody_of_that_name");
    source.setPassword("wrong-canary");
    return source;
  }

  private static Check named(DoctorReport report, String name) {
    return report.checks().stream()
        .filter(c -> c.name().startsWith(name))
        .findFirst()
        .orElseThrow();
  }

  /** DO1, DO2: all well, and nothing is left. */
  @Test
  void healthyEnvironment() throws IOException {
    Export later = items().named("later").build();
    Export dated =
        Export.table("items").named("dated").into(env.prefix().resolve("{date}")).build();
    DoctorReport report = rivet().doctor(full(), later, dated);
    assertThat(report.isAllOk()).as("%s", report).isTrue();
    assertThat(report.checks())
        .extracting(Check::name)
        .containsExactly(
            "definitions", "source", "state store", "destination " + SinkOf.nearest(env.prefix()));
    assertThat(named(report, "source").detail()).startsWith("PostgreSQL ").contains(db.name());
    assertThat(Files.exists(env.prefix())).isFalse();
    try (Stream<Path> left = Files.walk(env.prefix().getParent())) {
      assertThat(left.map(p -> p.getFileName().toString())).doesNotContain(".rivet_doctor_probe");
    }
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.path("is_all_ok").asBoolean()).isTrue();
    assertThat(json.path("checks").path(1).path("category").asText()).isEqualTo("ok");
    assertThat(db.otherSessions()).isZero();
  }

  private static final class SinkOf {
    static Location nearest(Path path) {
      return Location.of(path.getParent());
    }
  }

  /** DO1: wrong password, closed port, unknown database, read-only path, missing sink, two of a name. */
  @Test
  void categoryMatrix() throws IOException {
    DoctorReport auth = away(wrongPassword()).doctor();
    assertThat(named(auth, "source").category()).isEqualTo(Category.AUTH);
    assertThat(named(auth, "source").hint()).isNotEmpty();
    assertThat(auth.isAllOk()).isFalse();
    assertThat(auth.toString()).contains("FAIL  source (auth)").doesNotContain("wrong-canary");

    PGSimpleDataSource closed = new PGSimpleDataSource();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    closed.setUrl("jdbc:postgresql://localhost:" + port + "/x");
    assertThat(named(away(closed).doctor(), "source").category()).isEqualTo(Category.CONNECTIVITY);

    Path file = Files.createFile(dir.resolve("a-file"));
    Export onAFile = items().named("on_a_file").build();
    Export below = Export.table("items").named("below").into(file.resolve("x")).build();
    DoctorReport sinks =
        rivet().doctor(onAFile, below, Export.table("items").into("sftp://host/out").build());
    assertThat(named(sinks, "destination " + Location.of(file)).isOk()).isFalse();
    assertThat(named(sinks, "destination sftp").category()).isEqualTo(Category.DEFINITION);
    assertThat(named(rivet().doctor(full(), full()), "definitions").category())
        .isEqualTo(Category.DEFINITION);
  }

  /** DO2: what could not be removed is named. */
  @Test
  void failedRemovalIsReported() {
    LocalSink local = LocalSink.create();
    var keeping =
        (dev.rivet.spi.sink.MovingSink)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {dev.rivet.spi.sink.MovingSink.class},
                (proxy, method, args) -> {
                  if (method.getName().equals("delete")) {
                    throw new java.nio.file.AccessDeniedException("no");
                  }
                  try {
                    return method.invoke(local, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Check check = named(env.withSink(keeping).doctor(full()), "destination");
    assertThat(check.isOk()).isFalse();
    assertThat(check.detail()).contains("written but not removed");
    assertThat(check.hint()).contains(".rivet_doctor_probe");
  }

  /** DO3: a host that accepts and says nothing is given up, once. */
  @Test
  void blackholeHostWithinTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x");
      long started = System.nanoTime();
      DoctorReport report = away(source).doctor(Duration.ofMillis(500));
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
      assertThat(named(report, "source").category()).isEqualTo(Category.CONNECTIVITY);
      assertThat(named(report, "state store").isOk()).isTrue();
    }
  }
}
