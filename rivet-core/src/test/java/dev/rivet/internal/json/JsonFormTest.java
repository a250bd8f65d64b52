package dev.rivet.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.plan.Plan;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.Guard;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RepairPlan;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.json.JsonCodec;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonFormTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:15:30Z");

  private static ReconcileReport report() {
    return new ReconcileReport(
        "0.1.0",
        "orders",
        "r1",
        "r2",
        "xxh3:00000000000000aa",
        "chunked",
        Depth.COUNTS,
        AT,
        List.of(
            new ReconcileReport.Partition(
                new Slice(0, new SliceBounds.Range("id", 1, 9)),
                9L,
                8L,
                null,
                null,
                null,
                ReconcileReport.Status.MISMATCH,
                "one less"),
            new ReconcileReport.Partition(
                new Slice(1, new SliceBounds.Whole()),
                null,
                8L,
                1L,
                "a",
                "b",
                ReconcileReport.Status.UNKNOWN,
                "")),
        3,
        0,
        0,
        List.of(),
        List.of("no sink"));
  }

  @Test
  void implementationIsFound() {
    assertThat(JsonCodec.instance()).isInstanceOf(JacksonCodec.class);
  }

  @Test
  void reportRoundTripsAndIgnoresUnknownFields() {
    ReconcileReport report = report();
    String json = report.toJson();
    assertThat(ReconcileReport.fromJson(json)).isEqualTo(report);
    assertThat(ReconcileReport.fromJson(json.replaceFirst("\\{", "{\"new_field\": [1],")))
        .isEqualTo(report);
    assertThat(json)
        .contains(
            "\"depth\": \"counts\"",
            "\"status\": \"mismatch\"",
            "\"created_at\": \"2026-11-23T10:15:30.000000Z\"");
    assertThat(json).doesNotContain("clean", "dirty", "null");
  }

  @Test
  void brokenReportIsRefused() {
    String json = report().toJson();
    for (long seed = 0; seed < 1000; seed++) {
      String mutated = Mutations.of(json, new Random(seed));
      Throwable thrown = catchThrowable(() -> ReconcileReport.fromJson(mutated));
      assertThat(thrown == null || thrown instanceof DataIntegrityException)
          .as("seed %d: %s", seed, thrown)
          .isTrue();
    }
    for (String bad :
        List.of("", "null", "[]", "{}", "1", json.replace("\"counts\"", "\"deep\""))) {
      DataIntegrityException e =
          catchThrowableOfType(DataIntegrityException.class, () -> ReconcileReport.fromJson(bad));
      assertThat(e.code()).as(bad).isEqualTo(ErrorCode.REPAIR_REPORT_REFUSED);
      assertThat(e).hasMessageContaining("Reconcile again");
    }
  }

  @Test
  void repairPlanAndEventsHaveKinds() {
    RepairPlan plan =
        new RepairPlan(
            "orders",
            "r1",
            "chunked",
            List.of(new RepairPlan.Action(new Slice(2, new SliceBounds.NullKey("id")), "lost")));
    assertThat(plan.toJson())
        .isEqualTo(
            """
            {
              "actions": [
                {
                  "reason": "lost",
                  "slice": {
                    "bounds": {
                      "column": "id",
                      "kind": "null_key"
                    },
                    "index": 2
                  }
                }
              ],
              "export_name": "orders",
              "reconciled_run_id": "r1",
              "strategy": "chunked"
            }\
            """);
    assertThat(
            JsonCodec.instance()
                .write(new RunEvent.RetryAttempted(AT, 1, 2, "lost", Duration.ofMillis(1500))))
        .isEqualTo(
            """
            {
              "at": "2026-11-23T10:15:30.000000Z",
              "attempt": 2,
              "backoff": "PT1.5S",
              "kind": "retry_attempted",
              "reason": "lost",
              "slice": 1
            }\
            """);
    for (Class<?> kind : RunEvent.class.getPermittedSubclasses()) {
      assertThat(Json.tree(new RunEvent.Warning(AT, "c", "m")).get("kind").asText())
          .isEqualTo("warning");
      assertThat(kind.getSimpleName()).isNotEmpty();
    }
  }

  @Test
  void setsHaveAnOrder() {
    ApplyResult result =
        new ApplyResult(
            "r",
            "e",
            RunStatus.SUCCESS,
            AT,
            AT,
            Duration.ZERO,
            "postgres",
            "18",
            "direct",
            "file:///out",
            "parquet",
            "zstd",
            "balanced",
            1,
            1,
            1,
            1,
            0,
            0,
            1,
            Duration.ofNanos(5),
            1,
            1,
            null,
            Map.of("b:INFINITY", 2L, "a:INFINITY", 1L),
            List.of(),
            List.of(),
            null,
            List.of(),
            "p",
            Set.of(Guard.values()),
            false,
            null,
            null);
    assertThat(result.toJson().lines().map(String::strip))
        .containsSequence(
            "\"already_applied\",", "\"cursor_drift\",", "\"staleness\",", "\"unfinished_run\"")
        .containsSequence("\"a:INFINITY\": 1,", "\"b:INFINITY\": 2")
        .contains("\"longest_statement\": \"PT0.000000005S\",")
        .noneMatch(line -> line.contains("error_code"));
  }

  /** A component that may be null and is not known as such could not be read back; the reverse would let null in. */
  @Test
  void knowsExactlyTheNullableComponents() {
    Set<Class<?>> seen = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    for (Class<?> root :
        List.of(
            Plan.class,
            dev.rivet.plan.Campaign.class,
            dev.rivet.manifest.Manifest.class,
            ReconcileReport.class,
            ApiModule.RuleForm.class)) {
      compare(root, seen, wrong);
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).hasSizeGreaterThan(25);
  }

  private static void compare(Class<?> type, Set<Class<?>> seen, List<String> wrong) {
    if (!type.getName().startsWith("dev.rivet.") || !seen.add(type)) {
      return;
    }
    if (type.isSealed()) {
      for (Class<?> member : type.getPermittedSubclasses()) {
        compare(member, seen, wrong);
      }
    }
    if (!type.isRecord()) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (isNullable
          != ApiIntrospector.NULLABLE.getOrDefault(type, Set.of()).contains(component.getName())) {
        wrong.add(type.getSimpleName() + "." + component.getName());
      }
      compare(component.getType(), seen, wrong);
      if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType generic) {
        for (java.lang.reflect.Type argument : generic.getActualTypeArguments()) {
          compare((Class<?>) argument, seen, wrong);
        }
      }
    }
  }
}
