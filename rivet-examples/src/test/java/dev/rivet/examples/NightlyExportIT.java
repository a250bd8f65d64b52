package dev.rivet.examples;

// docs:embedded-test
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.run.ApplyResult;
import dev.rivet.state.JooqStateStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightlyExportIT {
  @TempDir Path dir;

  @Test
  void exportsEveryOrder() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection connection = server.getPostgresDatabase().getConnection();
        JooqStateStore state = JooqStateStore.sqlite(dir.resolve("state.db"));
        Rivet rivet =
            Rivet.builder().source(server.getPostgresDatabase()).stateStore(state).build()) {
      connection.createStatement().execute("CREATE TABLE orders AS SELECT 1 AS id, 'tea' AS item");
      Export orders = Export.table("orders").into(dir.resolve("out")).build();

      ApplyResult run = rivet.run(orders);

      assertThat(run.rows()).isEqualTo(1);
      assertThat(rivet.validate(orders).execute().isPassed()).isTrue();
      assertThat(dir.resolve("out").resolve("_SUCCESS")).exists();
    }
  }
}
// end:embedded-test
