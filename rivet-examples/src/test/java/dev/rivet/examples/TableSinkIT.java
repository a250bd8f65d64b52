package dev.rivet.examples;

// docs:custom-sink-test
import dev.rivet.examples.snippets.TableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TableSinkIT extends SinkContract {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.start();
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      connection
          .createStatement()
          .execute("CREATE TABLE objects (name text COLLATE \"C\" PRIMARY KEY, content bytea)");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected Sink newSink() {
    return new TableSink(server.getPostgresDatabase());
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("table://test/" + UUID.randomUUID());
  }
}
// end:custom-sink-test
