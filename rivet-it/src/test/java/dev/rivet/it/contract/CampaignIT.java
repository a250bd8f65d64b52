package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rivet.Export;
import dev.rivet.Quality;
import dev.rivet.SchemaDrift;
import dev.rivet.error.DataIntegrityException;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Results;
import dev.rivet.plan.Campaign;
import dev.rivet.run.CampaignResult;
import dev.rivet.run.CampaignResult.ExportResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.Outcome;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.RunMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Campaigns on a real server: CA1–CA7, PR1, PR6, PA13, OC1. */
class CampaignIT extends ItemsFixture {
  private Export.Builder into(String name) {
    return Export.table("items")
        .named(name)
        .into(env.prefix().resolve(name))
        .tuning(dev.rivet.Tuning.fast());
  }

  private Export ok(String name, int wave) {
    return into(name).wave(wave).build();
  }

  private Export badQuality(String name, int wave) {
    return into(name).wave(wave).quality(Quality.none().rowCountAtLeast(91)).build();
  }

  private Results at(String name) {
    return Results.at(env.prefix().resolve(name));
  }

  private static List<String> statuses(CampaignResult result) {
    return result.summary().exports().stream()
        .map(e -> e.export() + " " + e.status())
        .sorted()
        .toList();
  }

  /** PR1, PA13: planning writes nothing, the same facts give the same order, JSON comes back the same. */
  @Test
  void planIsAValue() throws IOException {
    List<Export> exports =
        List.of(
            into("sliced").extract(Chunked.by("id").count(3)).sourceGroup("replica").build(),
            into("whole").build(),
            into("required").reconcileRequired().runsAlone().build());
    Campaign campaign = rivet().plan(exports);
    assertThat(Files.exists(env.prefix())).isFalse();
    assertThat(env.number("SELECT count(*) FROM rivet_run")).isZero();
    assertThat(campaign.entries())
        .extracting(
            e ->
                e.exportName() + " " + e.recommendation().score() + " " + e.recommendation().wave())
        .containsExactly("whole 67 2", "sliced 60 2", "required 55 2");
    assertThat(campaign.entries())
        .extracting(e -> e.recommendation().isParallelSafe())
        .containsExactly(true, true, false);
    Campaign again = rivet().plan(exports);
    assertThat(again.entries())
        .extracting(Campaign.Entry::recommendation)
        .isEqualTo(campaign.entries().stream().map(Campaign.Entry::recommendation).toList());
    String json = campaign.toJson();
    assertThat(Campaign.fromJson(json)).isEqualTo(campaign);
    assertThat(Campaign.fromJson(json).toJson()).isEqualTo(json);
    assertThat(campaign.toString())
        .contains("3 exports in 1 waves", "small_table chunking_heavy", ">= 5 s");
  }

  /** PA10 for campaigns: order and plans are sealed, each by its own. */
  @Test
  void editsAreFound() throws IOException {
    Campaign campaign = rivet().plan(List.of(ok("a", 1), ok("b", 2)));
    String json = campaign.toJson();
    Env.failure(
        ErrorCode.PLAN_EDITED, () -> Campaign.fromJson(json.replace("\"wave\": 2", "\"wave\": 1")));
    Env.failure(
        ErrorCode.PLAN_EDITED, () -> Campaign.fromJson(json.replace("/a\"", "/elsewhere\"")));
    Env.failure(ErrorCode.PLAN_UNREADABLE, () -> Campaign.fromJson("{}"));
    Env.failure(ErrorCode.PLAN_UNREADABLE, () -> Campaign.fromJson("nonsense"));
    Env.failure(
        ErrorCode.PLAN_UNREADABLE,
        () ->
            Campaign.fromJson(json.replace("\"campaign_version\": 1", "\"campaign_version\": 9")));
    Campaign forged =
        new Campaign(
            1,
            campaign.rivetVersion(),
            "x",
            campaign.createdAt(),
            campaign.entries(),
            List.of(),
            campaign.integrity());
    Env.failure(ErrorCode.PLAN_EDITED, () -> rivet().apply(forged).execute());
  }

  /** ED1, and every problem of every export at once. */
  @Test
  void problemsOfAllExportsAreFound() {
    var e =
        Env.failure(
            ErrorCode.RELATION_NOT_FOUND,
            () ->
                rivet()
                    .plan(
                        List.of(
                            Export.table("none").into(env.prefix()).build(),
                            ok("fine", 1),
                            Export.table("items").named("x").into("sftp://h/p").build())));
    assertThat(e.problems())
        .extracting(p -> p.code() + " " + p.subject().split(":", 2)[0])
        .containsExactly("RELATION_NOT_FOUND none", "SINK_NOT_FOUND x");
  }

  /** CA1, CA2: no wave begins before the one before has ended; heavy ones do not overlap. */
  @Test
  void wavesHaveBarriers() {
    List<Export> exports =
        List.of(
            ok("late", 2),
            ok("cheap_1", 1),
            ok("cheap_2", 1),
            into("alone_1").wave(1).runsAlone().build(),
            into("alone_2").wave(1).runsAlone().build());
    CampaignResult result = rivet().apply(rivet().plan(exports)).parallel(3).execute().orThrow();
    assertThat(result.summary().mode()).isEqualTo("wave-parallel");
    assertThat(result.summary().succeeded()).isEqualTo(5);
    List<ExportResult> alone =
        result.summary().exports().stream().filter(e -> e.export().startsWith("alone")).toList();
    assertThat(alone.get(1).startedAt()).isAfterOrEqualTo(alone.get(0).finishedAt());
    ExportResult late = result.export("late").orElseThrow();
    result.summary().exports().stream()
        .filter(e -> e.wave() == 1)
        .forEach(e -> assertThat(late.startedAt()).isAfterOrEqualTo(e.finishedAt()));
    for (String name : List.of("late", "cheap_1", "cheap_2", "alone_1", "alone_2")) {
      at(name).assertConsistent().assertEquals(ITEMS, db);
    }
  }

  /** CA3, OC1: the rest runs, and the worst class is reported. */
  @Test
  void middleFailureRestRuns_outcomeWorst() {
    Export drifting = into("drifting").wave(2).onSchemaDrift(SchemaDrift.FAIL).build();
    rivet().run(drifting);
    db.execute("ALTER TABLE items ADD COLUMN more text");
    try {
      Campaign campaign =
          rivet().plan(List.of(ok("first", 1), badQuality("broken", 2), drifting, ok("last", 3)));
      CampaignResult result = rivet().apply(campaign).execute();
      assertThat(statuses(result))
          .containsExactly("broken FAILED", "drifting FAILED", "first SUCCESS", "last SUCCESS");
      assertThat(result.outcome()).isEqualTo(Outcome.DATA_INTEGRITY);
      assertThat(result.outcome().exitCode()).isEqualTo(3);
      assertThat(result.export("drifting").orElseThrow().outcome()).isEqualTo(Outcome.SCHEMA_DRIFT);
      Throwable worst = catchThrowable(result::orThrow);
      assertThat(worst).isInstanceOf(DataIntegrityException.class);
      assertThat(worst.getSuppressed()).hasSize(1);
      assertThat(Files.exists(env.prefix().resolve("broken/_SUCCESS"))).isFalse();
    } finally {
      db.execute("ALTER TABLE items DROP COLUMN more");
    }
  }

  /** CA4: only what this campaign committed is skipped; yesterday's marker does not count. */
  @Test
  void yesterdaysMarkerDoesNotSkip_resumeDoesOnlyWhatIsLeft() {
    rivet().run(ok("a", 1));
    rivet().run(ok("b", 1));
    Campaign campaign = rivet().plan(List.of(ok("a", 1), badQuality("b", 1)));
    CampaignResult first = rivet().apply(campaign).execute();
    assertThat(statuses(first)).containsExactly("a SUCCESS", "b FAILED");
    String runOfA = at("a").runId();
    db.execute("INSERT INTO items VALUES (91, 'more', 1)");
    CampaignResult second = rivet().apply(Campaign.fromJson(campaign.toJson())).execute().orThrow();
    assertThat(statuses(second)).containsExactly("a SKIPPED", "b SUCCESS");
    assertThat(second.export("a").orElseThrow().runId()).isEqualTo(runOfA);
    assertThat(at("a").runId()).isEqualTo(runOfA);
    assertThat(second.export("b").orElseThrow().rows()).isEqualTo(91);
  }

  /** CA5: one row per campaign, equal to the sums, replaced when it is resumed. */
  @Test
  void aggregateRowMatchesResults() throws IOException {
    Campaign campaign = rivet().plan(List.of(ok("a", 1), badQuality("b", 1)));
    assertThat(rivet().apply(campaign).execute().failures()).containsOnlyKeys("b");
    db.execute("INSERT INTO items VALUES (91, 'more', 1)");
    List<RunMetric> failed = rivet().state().campaigns().rows();
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).status()).isEqualTo("failed");
    assertThat(failed.get(0).rows()).isEqualTo(90);
    assertThat(failed.get(0).errorCode()).isEqualTo("DATA_INTEGRITY");
    JsonNode details = new ObjectMapper().readTree(failed.get(0).detailsJson());
    assertThat(details.path("mode").asText()).isEqualTo("wave-sequential");
    assertThat(details.path("succeeded").asInt()).isEqualTo(1);
    assertThat(details.path("failed").asInt()).isEqualTo(1);
    assertThat(details.path("exports")).hasSize(2);
    rivet().apply(campaign).execute().orThrow();
    List<RunMetric> done = rivet().state().campaigns().rows();
    assertThat(done).hasSize(1);
    assertThat(done.get(0).status()).isEqualTo("success");
    assertThat(done.get(0).runId()).isEqualTo(campaign.campaignId());
    assertThat(rivet().state().exports()).containsExactly("a", "b");
  }

  /** CA6. */
  @Test
  void validateAndReconcileRunPerExport() {
    List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    Campaign campaign = rivet().plan(List.of(ok("a", 1), ok("b", 1)));
    CampaignResult result =
        rivet().apply(campaign).validate().reconcile().listener(events::add).execute().orThrow();
    assertThat(events).filteredOn(RunEvent.Validated.class::isInstance).hasSize(2);
    assertThat(result.summary().exports()).allSatisfy(e -> assertThat(e.isReconciled()).isTrue());
    assertThat(rivet().progression("a").orElseThrow().isVerified()).isTrue();
    Campaign changing = rivet().plan(List.of(ok("a", 1), ok("b", 1)));
    RunListener insertOnce =
        event -> {
          if (event instanceof RunEvent.RunCompleted done && done.runId().startsWith("b_")) {
            db.execute("INSERT INTO items VALUES (95, 'late', 1) ON CONFLICT DO NOTHING");
          }
        };
    CampaignResult differing = rivet().apply(changing).reconcile().listener(insertOnce).execute();
    assertThat(differing.export("a").orElseThrow().status()).isEqualTo(RunStatus.SUCCESS);
    assertThat(differing.export("b").orElseThrow().errorCode())
        .isEqualTo(ErrorCode.RECONCILE_MISMATCH);
  }

  /** CA7: history decides who starts first; waves do not. */
  @Test
  void poolRunsTheLongestFirst() {
    rivet().run(ok("slow", 4));
    rivet().run(ok("quick", 1));
    env.sql("UPDATE rivet_metric SET duration_nanos = 60000000000 WHERE export_name = 'slow'");
    env.sql("UPDATE rivet_metric SET duration_nanos = 1000000 WHERE export_name = 'quick'");
    Campaign campaign = rivet().plan(List.of(ok("quick", 1), ok("slow", 4), ok("new", 2)));
    assertThat(campaign.toString()).contains("60 s", ">= 5 s", "1 s");
    CampaignResult result = rivet().apply(campaign).pooled(1).execute().orThrow();
    assertThat(result.summary().mode()).isEqualTo("pool");
    assertThat(result.summary().exports())
        .extracting(ExportResult::export)
        .containsExactly("slow", "new", "quick");
  }

  @Test
  void cancelledCampaignContinuesLater() {
    Campaign campaign = rivet().plan(List.of(ok("a", 1), ok("b", 2), ok("c", 3)));
    Cancellation cancellation = Cancellation.create();
    RunListener afterA =
        event -> {
          if (event instanceof RunEvent.RunCompleted) {
            cancellation.cancel();
          }
        };
    CampaignResult stopped =
        rivet().apply(campaign).listener(afterA).cancellation(cancellation).execute();
    assertThat(statuses(stopped)).containsExactly("a SUCCESS", "b CANCELLED", "c CANCELLED");
    assertThat(stopped.outcome()).isEqualTo(Outcome.RETRYABLE);
    assertThat(statuses(rivet().apply(campaign).execute().orThrow()))
        .containsExactly("a SKIPPED", "b SUCCESS", "c SUCCESS");
  }
}
