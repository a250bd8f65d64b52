package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.examples.snippets.Operations;
import dev.rivet.examples.snippets.Plans;
import dev.rivet.inspect.Verdict;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.CampaignResult;
import dev.rivet.state.JooqStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets about looking, many exports and budgets run and do what the pages say. */
class OperationsIT {
  @TempDir Path dir;

  @Test
  void snippetsRun() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        JooqStateStore store = JooqStateStore.sqlite(dir.resolve("state.db"));
        Rivet rivet =
            Rivet.builder().source(server.getPostgresDatabase()).stateStore(store).build()) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE events (id bigint PRIMARY KEY, user_id integer, kind text)");
        statement.execute(
            "INSERT INTO events SELECT g, g, 'click' FROM generate_series(1, 20000) g");
        statement.execute("VACUUM ANALYZE");
      }
      Export events = Plans.chunked(dir.resolve("events"));

      assertThat(Operations.check(rivet, events).rating()).contains(Verdict.EFFICIENT);
      assertThat(Operations.doctor(rivet, events).isAllOk()).isTrue();
      CampaignResult campaign =
          Operations.campaign(
              rivet,
              List.of(events, Export.table("events").named("again").into(dir.resolve("b")).build()),
              dir.resolve("campaign.json"));
      assertThat(campaign.summary().rows()).isEqualTo(40_000);
      assertThat(Operations.state(rivet)).contains("events  chunked");
      Operations.forget(rivet.state());
      assertThat(rivet.state().progression().rows()).hasSize(1);
      Export scheduled = Operations.scheduled(dir.resolve("c"));
      assertThat(
              Operations.pooled(rivet, rivet.plan(List.of(scheduled))).orThrow().summary().rows())
          .isEqualTo(20_000);
      ApplyResult gentle = Operations.budget(rivet, dir.resolve("d"));
      assertThat(gentle.rows()).isEqualTo(20_000);
      assertThat(gentle.harm()).isNotNull();
      assertThat(Operations.discovered(rivet)).contains("static Export events()");
    }
  }
}
