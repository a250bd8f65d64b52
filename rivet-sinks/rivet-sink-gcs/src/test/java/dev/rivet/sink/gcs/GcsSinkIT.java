package dev.rivet.sink.gcs;

import dev.rivet.sink.gcs.stub.GcsStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The sink contract against a store in this process. */
class GcsSinkIT extends SinkContract {
  private static GcsStub stub;

  @BeforeAll
  static void start() {
    stub = GcsStub.start("lake");
  }

  @AfterAll
  static void stop() {
    stub.close();
  }

  @Override
  protected Sink newSink() {
    return GcsSink.create(TestClients.options(stub.uri()).getService());
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("gs://lake/raw/" + UUID.randomUUID());
  }
}
