package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.Export;
import dev.rivet.SchemaDrift;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.internal.json.PlanSeal;
import dev.rivet.it.support.Dialects;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.RecordingDialect;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Guard;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plan and apply: PA1–PA14. */
class PlanApplyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static Postgres db;
  private static SourceTable orders;

  @TempDir Path dir;
  private Env env;

  @BeforeAll
  static void fill() throws SQLException {
    db = Postgres.newDatabase();
    orders = SourceTable.orders(db, 300);
    SourceTable.ordersSparse(db, 100);
  }

  @BeforeEach
  void open() {
    env = Env.sqlite(db, dir);
  }

  @AfterEach
  void close() {
    env.close();
  }

  private Export chunked() {
    return env.export("orders").extract(Chunked.by("id").count(3)).build();
  }

  /** PA1: the plan is the only channel; the boundaries are not asked again, and neither is the catalog's estimate. */
  @Test
  void pa1_applyIgnoresAChangedDefinition_andRecomputesNothing() {
    Plan plan = env.rivet().plan(chunked());
    Export changed = env.export("orders").extract(Chunked.by("id").count(7)).build();
    assertThat(env.rivet().plan(changed).slices()).hasSize(7);
    RecordingDialect recorder = new RecordingDialect(Dialects.postgres());
    ApplyResult result =
        env.rivet(b -> b.dialect(recorder.dialect())).apply(Plan.fromJson(plan.toJson())).execute();
    assertThat(result.slices()).isEqualTo(3);
    assertThat(recorder.calls())
        .contains("SourceRelation.read", "BatchReader.next")
        .doesNotContain("SourceRelation.keyRange", "SourceRelation.count", "SourceRelation.facts");
    env.results().assertConsistent().assertEquals(orders, db);
  }

  /** PA2. */
  @Test
  void pa2_theArtifactStaysAsItWas() throws IOException {
    Path file = dir.resolve("plan.json");
    Plan plan = env.rivet().plan(chunked());
    Files.writeString(file, plan.toJson());
    Plan read = Plan.fromJson(Files.readString(file));
    assertThat(read).isEqualTo(plan);
    String before = Files.readString(file);
    env.rivet().apply(read).execute();
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(read.toJson()).isEqualTo(before);
  }

  /** PA3 with literal boundaries. */
  @Test
  void pa3_stalenessAt59m59s_1h_24h() {
    Env.ManualClock clock = new Env.ManualClock(NOON);
    Rivet rivet = env.rivet(b -> b.clock(clock));
    Plan plan = rivet.plan(chunked());
    assertThat(plan.createdAt()).isEqualTo(NOON);

    clock.set(Instant.parse("2026-11-23T12:59:59Z"));
    assertThat(rivet.apply(plan).execute().warnings()).noneMatch(w -> w.contains("PLAN_STALE"));

    Plan second = rivet.plan(chunked());
    clock.set(Instant.parse("2026-11-23T13:59:59Z"));
    assertThat(rivet.apply(second).execute().warnings()).anyMatch(w -> w.contains("PLAN_STALE"));

    Plan third = rivet.plan(chunked());
    clock.set(Instant.parse("2026-11-24T13:59:58Z"));
    assertThat(rivet.apply(third).execute().status()).isEqualTo(RunStatus.SUCCESS);

    Plan fourth = rivet.plan(chunked());
    clock.set(Instant.parse("2026-11-25T13:59:58Z"));
    RivetException e = failure(ErrorCode.PLAN_STALE, () -> rivet.apply(fourth).execute());
    assertThat(e).hasMessageContaining("24 hours").hasMessageContaining("new plan");
    assertThat(rivet.apply(fourth).force().execute().forceBypassed())
        .containsExactly(Guard.STALENESS);

    Plan fifth = rivet.plan(chunked());
    clock.set(Instant.parse("2026-11-25T13:54:58Z")); // 5 min before: allowed skew
    assertThat(rivet.apply(fifth).execute().status()).isEqualTo(RunStatus.SUCCESS);
    clock.set(Instant.parse("2026-11-25T13:59:58Z"));
    Plan sixth = rivet.plan(chunked());
    clock.set(Instant.parse("2026-11-25T13:54:57Z"));
    failure(ErrorCode.PLAN_FROM_FUTURE, () -> rivet.apply(sixth).execute());
    failure(ErrorCode.PLAN_FROM_FUTURE, () -> rivet.apply(sixth).force().execute());
  }

  /** PA4: a cursor that appeared since the plan was made, null against not null. */
  @Test
  void pa4_nullSnapshotThenACursor_refusedUnlessForced() {
    Plan plan = env.rivet().plan(chunked());
    assertThat(plan.cursorSnapshot()).isNull();
    env.sql(
        "INSERT INTO rivet_export_state (namespace, export_name, cursor_value, run_id, updated_at)"
            + " VALUES ('default', 'orders', '42', 'other', '2026-01-01T00:00:00.000000Z')");
    failure(ErrorCode.PLAN_CURSOR_MOVED, () -> env.rivet().apply(plan).execute());
    assertThat(env.results().files()).isEmpty();
    assertThat(env.rivet().apply(plan).force().execute().forceBypassed())
        .containsExactly(Guard.CURSOR_DRIFT);
  }

  /** PA5, PA6: even a plan that was edited and sealed again. */
  @Test
  void pa5_gapOverlapAndWrongFingerprintAreRefused_evenResealed() {
    Plan plan = env.rivet().plan(chunked());
    SliceBounds.Range second = (SliceBounds.Range) plan.slices().get(1).bounds();
    for (long from : new long[] {second.from() + 1, second.from() - 1}) {
      List<Slice> slices = new ArrayList<>(plan.slices());
      slices.set(1, new Slice(1, new SliceBounds.Range("id", from, second.to())));
      Plan edited = PlanSeal.seal(with(plan, slices, plan.fingerprint()));
      failure(ErrorCode.PLAN_EDITED, () -> env.rivet().apply(edited).force().execute());
    }
    Plan fingerprint = PlanSeal.seal(with(plan, plan.slices(), "xxh3:0123456789abcdef"));
    failure(ErrorCode.PLAN_EDITED, () -> env.rivet().apply(fingerprint).force().execute());
    assertThat(env.results().files()).isEmpty();
    assertThat(env.number("SELECT count(*) FROM rivet_run")).isZero();
  }

  private static Plan with(Plan p, List<Slice> slices, String fingerprint) {
    return new Plan(
        p.planVersion(),
        p.rivetVersion(),
        p.planId(),
        p.createdAt(),
        p.export(),
        p.source(),
        p.columns(),
        slices,
        p.facts(),
        p.rationale(),
        p.warnings(),
        fingerprint,
        p.cursorSnapshot(),
        p.cursor(),
        "");
  }

  /** PA7: one code path, the same rows in the store and the same bytes in the parts. */
  @Test
  void pa7_runAndApplyLeaveTheSame() {
    env.rivet().run(chunked());
    try (Env other = Env.sqlite(db, dir.resolve("other"))) {
      Export same = other.export("orders").extract(Chunked.by("id").count(3)).build();
      other.rivet().apply(Plan.fromJson(other.rivet().plan(same).toJson())).execute();
      for (String table :
          List.of(
              "rivet_run",
              "rivet_slice",
              "rivet_part",
              "rivet_progression",
              "rivet_schema",
              "rivet_shape",
              "rivet_metric")) {
        assertThat(other.number("SELECT count(*) FROM " + table))
            .as(table)
            .isEqualTo(env.number("SELECT count(*) FROM " + table));
      }
      assertThat(other.results().committed())
          .extracting(Results.Part::fingerprint)
          .isEqualTo(env.results().committed().stream().map(Results.Part::fingerprint).toList());
    }
  }

  /** PA10: every field, one by one. */
  @Test
  void pa10_everyFieldFlipIsRejected_evenWithForce() throws IOException {
    String json = env.rivet().plan(chunked()).toJson();
    List<String> changed = new ArrayList<>();
    visit(JSON.readTree(json), "", (path, flip) -> changed.add(path), null);
    assertThat(changed).hasSizeGreaterThan(150);
    for (String target : changed) {
      ObjectNode tree = (ObjectNode) JSON.readTree(json);
      visit(tree, "", (path, flip) -> {}, target);
      String edited = JSON.writeValueAsString(tree);
      RivetException e =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              RivetException.class, () -> Plan.fromJson(edited));
      assertThat(e).as("edit of " + target).isNotNull();
      assertThat(e.code()).as(target).isIn(ErrorCode.PLAN_EDITED, ErrorCode.PLAN_UNREADABLE);
    }
    ObjectNode added = (ObjectNode) JSON.readTree(json);
    added.put("something_new", 1);
    failure(ErrorCode.PLAN_EDITED, () -> Plan.fromJson(added.toString()));
    Plan resealed = env.rivet().plan(chunked()).withIntegrity("xxh3:0000000000000000");
    failure(ErrorCode.PLAN_EDITED, () -> env.rivet().apply(resealed).force().execute());
    assertThat(env.results().files()).isEmpty();
  }

  private interface Visitor {
    void visit(String path, Runnable flip);
  }

  /** Calls for every leaf; flips the one whose path is the target. */
  private static void visit(JsonNode node, String path, Visitor visitor, String target) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        leaf(object.get(name), path + "/" + name, visitor, target, v -> object.set(name, v));
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        leaf(array.get(i), path + "/" + i, visitor, target, v -> array.set(index, v));
      }
    }
  }

  private static void leaf(
      JsonNode value, String path, Visitor visitor, String target, Consumer<JsonNode> set) {
    if (value.isContainerNode() && value.size() > 0) {
      visit(value, path, visitor, target);
      return;
    }
    JsonNode flipped =
        value.isTextual()
            ? JSON.getNodeFactory().textNode(value.textValue() + "x")
            : value.isBoolean()
                ? JSON.getNodeFactory().booleanNode(!value.booleanValue())
                : value.isNumber()
                    ? JSON.getNodeFactory().numberNode(value.longValue() + 1)
                    : JSON.getNodeFactory().textNode("x");
    if (path.equals(target)) {
      set.accept(flipped);
    }
    visitor.visit(path, () -> set.accept(flipped));
  }

  /** PA11: bypasses are in the result, in the stored report, with the plan's id. */
  @Test
  void pa11_bypassesAreRecorded() {
    Env.ManualClock clock = new Env.ManualClock(NOON);
    Rivet rivet = env.rivet(b -> b.clock(clock));
    Plan plan = rivet.plan(chunked());
    rivet.apply(plan).execute();
    clock.set(NOON.plusSeconds(25 * 3600));
    ApplyResult forced = rivet.apply(plan).force().execute();
    assertThat(forced.forceBypassed())
        .containsExactlyInAnyOrder(Guard.STALENESS, Guard.ALREADY_APPLIED);
    assertThat(forced.planId()).isEqualTo(plan.planId());
    String stored = rivet.runs("orders").get(0).detailsJson();
    assertThat(stored)
        .contains("\"staleness\"")
        .contains("\"already_applied\"")
        .contains(plan.planId());
  }

  /** PA12. */
  @Test
  void pa12_keySpanAndRowEstimateAreApart() {
    Plan plan =
        env.rivet().plan(env.export("orders_sparse").extract(Chunked.by("id").count(4)).build());
    assertThat(plan.facts().keySpan()).isEqualTo(100L * 1000003 - 1000003 + 1);
    assertThat(plan.facts().estimatedRows()).hasValue(100);
    assertThat(plan.facts().keyMin()).isEqualTo(1000003);
    assertThat(plan.facts().keyMax()).isEqualTo(100000300);
  }

  /** PA13. */
  @Test
  void pa13_planningHasNoSideEffects() {
    List<Plan> plans =
        env.rivet()
            .plan(
                List.of(
                    chunked(),
                    env.export("orders_sparse").extract(Chunked.by("id").count(2)).build()))
            .plans();
    assertThat(plans).extracting(Plan::exportName).containsExactly("orders", "orders_sparse");
    assertThat(env.prefix()).doesNotExist();
    for (String table :
        List.of(
            "rivet_run",
            "rivet_slice",
            "rivet_lease",
            "rivet_metric",
            "rivet_journal",
            "rivet_schema")) {
      assertThat(env.number("SELECT count(*) FROM " + table)).as(table).isZero();
    }
    failure(ErrorCode.EXPORT_DUPLICATE, () -> env.rivet().plan(List.of(chunked(), chunked())));
  }

  /** PA14. */
  @Test
  void pa14_secondApplyRefused_forcedOneExportsAgainBesideTheOldParts() {
    Plan plan = env.rivet().plan(chunked());
    env.rivet().apply(plan).execute();
    Map<String, String> before = env.results().snapshot();
    RivetException e =
        failure(ErrorCode.PLAN_ALREADY_APPLIED, () -> env.rivet().apply(plan).execute());
    assertThat(e).hasMessageContaining("orders_").hasMessageContaining("new plan");
    assertThat(env.results().snapshot()).isEqualTo(before);
    ApplyResult again = env.rivet().apply(plan).force().execute();
    assertThat(again.forceBypassed()).containsExactly(Guard.ALREADY_APPLIED);
    assertThat(env.results().files()).containsAll(before.keySet());
    env.results().assertConsistent().assertEquals(orders, db);
    assertThat(env.committed("orders"))
        .extracting(RunRecord::runId)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  /** The same columns in another order are not a changed plan for the definition, but changed columns are refused at apply. */
  @Test
  void columnsThatChangedSincePlanningAreRefused() throws SQLException {
    Postgres own = Postgres.newDatabase();
    own.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
        "INSERT INTO t SELECT g, 'x' FROM generate_series(1, 10) g");
    try (Env mine = Env.sqlite(own, dir.resolve("mine"))) {
      Plan plan = mine.rivet().plan(mine.export("t").onSchemaDrift(SchemaDrift.CONTINUE).build());
      own.execute("ALTER TABLE t ADD COLUMN b text");
      failure(ErrorCode.PLAN_COLUMNS_CHANGED, () -> mine.rivet().apply(plan).execute());
      own.execute("ALTER TABLE t DROP COLUMN b", "ALTER TABLE t ALTER COLUMN a TYPE varchar(20)");
      failure(ErrorCode.PLAN_COLUMNS_CHANGED, () -> mine.rivet().apply(plan).execute());
      assertThat(mine.results().files()).isEmpty();
    }
  }

  /** SS5: a plan for another database. */
  @Test
  void aForeignPlanIsRefused() throws SQLException {
    Plan plan = env.rivet().plan(chunked());
    Postgres twin = Postgres.newDatabase();
    SourceTable.orders(twin, 300);
    try (Env other = Env.sqlite(twin, dir.resolve("twin"))) {
      RivetException e =
          failure(ErrorCode.PLAN_FOREIGN, () -> other.rivet().apply(plan).force().execute());
      assertThat(e).hasMessageContaining(db.name()).hasMessageContaining(twin.name());
      assertThat(other.results().files()).isEmpty();
      assertThat(env.results().files()).isEmpty();
    }
  }
}
