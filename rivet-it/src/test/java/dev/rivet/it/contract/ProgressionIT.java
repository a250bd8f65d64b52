package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.run.Depth;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.Progression;
import dev.rivet.tck.fault.FaultPlan;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Progression: PG1, PG2, PG4–PG8, and PG3 as far as chunked and full go. */
class ProgressionIT extends ItemsFixture {
  private Boundary committed() {
    return rivet().progression("items").orElseThrow().committed().orElseThrow();
  }

  /** PG1, PG7: the next run neither reads nor needs it. */
  @Test
  void pg1_deletingOrCorruptingProgressionDoesNotChangeTheNextRun() {
    rivet().run(chunked());
    env.sql("DELETE FROM rivet_progression");
    rivet().run(chunked());
    results().assertConsistent().assertEquals(ITEMS, db);
    env.sql(
        "UPDATE rivet_progression SET committed_slice_index = 999, committed_strategy = 'nonsense',"
            + " verified_run_id = 'x'");
    rivet().run(chunked());
    results().assertConsistent().assertEquals(ITEMS, db);
    assertThat(committed().runId()).isEqualTo(results().runId());
  }

  /** PG2, PG4: literal boundary of a chunked run. */
  @Test
  void pg2_committedNamesTheRunOfTheManifest() {
    assertThat(rivet().progression("items")).isEmpty();
    Env.ManualClock clock = new Env.ManualClock(Instant.parse("2026-11-23T10:15:00Z"));
    env.rivet(b -> b.clock(clock)).run(chunked());
    Boundary boundary = committed();
    assertThat(boundary.strategy()).isEqualTo("chunked");
    assertThat(boundary.sliceIndex()).isEqualTo(2);
    assertThat(boundary.cursor()).isNull();
    assertThat(boundary.display()).isEqualTo("chunk #2");
    assertThat(boundary.at()).isEqualTo(Instant.parse("2026-11-23T10:15:00Z"));
    assertThat(boundary.runId()).isEqualTo(results().runId());
  }

  /** PG3 [J]: a newer run with fewer chunks replaces the boundary. */
  @Test
  void pg3_newRunWithFewerChunksReplaces() {
    rivet().run(chunked());
    rivet().run(items().extract(Chunked.by("id").count(2)).build());
    assertThat(committed().sliceIndex()).isEqualTo(1);
    assertThat(committed().runId()).isEqualTo(results().runId());
  }

  /** PG4. */
  @Test
  void pg4_modeSwitchReplacesTheRow() {
    rivet().run(chunked());
    rivet().run(full());
    assertThat(committed().strategy()).isEqualTo("full");
    assertThat(committed().sliceIndex()).isNull();
    assertThat(committed().display()).isEqualTo("complete");
    assertThat(env.number("SELECT count(*) FROM rivet_progression")).isEqualTo(1);
  }

  /** PG6: a run that commits while a reconcile is at work keeps its boundary unverified. */
  @Test
  void pg6_verifiedIsNotRecordedIfANewerRunCommittedMeanwhile() {
    rivet().run(chunked());
    FaultPlan race =
        FaultPlan.runBefore(1, () -> rivet().run(chunked()))
            .only(e -> e.operation().equals("StateStore.recordVerified"));
    assertThat(env.faulty(race).reconcile(chunked()).execute().isClean()).isTrue();
    assertThat(race.hasFired()).isTrue();
    Progression after = rivet().progression("items").orElseThrow();
    assertThat(after.isVerified()).isFalse();
    assertThat(after.committed().orElseThrow().runId()).isEqualTo(results().runId());
  }

  /** A new run is not verified by what was verified before. */
  @Test
  void pg6_verifiedCarriesTheReconciledRun() {
    rivet().run(chunked());
    rivet().reconcile(chunked()).execute().orThrow();
    String first = results().runId();
    rivet().run(chunked());
    Progression now = rivet().progression("items").orElseThrow();
    assertThat(now.isVerified()).isFalse();
    assertThat(now.verified().orElseThrow().runId()).isEqualTo(first);
    rivet().reconcile(chunked()).depth(Depth.PARTS).execute().orThrow();
    assertThat(rivet().progression("items").orElseThrow().isVerified()).isTrue();
  }

  /** PG8. */
  @Test
  void pg8_definitionChangeKeepsTheRow_resetClears() {
    rivet().run(chunked());
    Export other =
        Export.query("items", "SELECT id, label, qty FROM items WHERE id <= 60")
            .into(env.prefix())
            .build();
    Rivet rivet = rivet();
    var plan = rivet.plan(other);
    assertThat(plan.slices()).hasSize(1);
    assertThat(committed().strategy()).isEqualTo("chunked");
    rivet.resetChunks("items");
    assertThat(rivet.progression("items")).isEmpty();
    assertThat(env.number("SELECT count(*) FROM rivet_slice")).isZero();
  }

  /** All exports of a namespace, by name; namespaces are apart (SS5). */
  @Test
  void namespacesAreApart() {
    rivet().run(chunked());
    Rivet other = env.rivet(b -> b.namespace("other"));
    assertThat(other.progressions()).isEmpty();
    other.run(Export.table("items").into(env.prefix().resolve("other")).build());
    assertThat(other.progressions())
        .extracting(p -> p.key().toString())
        .containsExactly("other/items");
    assertThat(rivet().progressions())
        .extracting(p -> p.key().toString())
        .containsExactly("default/items");
    assertThat(committed().strategy()).isEqualTo("chunked");
  }
}
