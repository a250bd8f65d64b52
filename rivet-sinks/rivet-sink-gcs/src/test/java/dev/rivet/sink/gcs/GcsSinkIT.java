package dev.rivet.sink.gcs;

import dev.rivet.sink.gcs.stub.GcsStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The sink contract against a store in this process. */
class GcsSinkIT extends SinkContract {
  private static final GcsStub STUB = GcsStub.start("lake");

  /** Where the store listens, with a bucket {@code lake}. */
  URI store() {
    return STUB.uri();
  }

  @AfterEach
  void freeMemory() {
    STUB.clear();
  }

  @Override
  protected Sink newSink() {
    return GcsSink.create(TestClients.options(store()).getService());
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("gs://lake/raw/" + UUID.randomUUID());
  }
}
