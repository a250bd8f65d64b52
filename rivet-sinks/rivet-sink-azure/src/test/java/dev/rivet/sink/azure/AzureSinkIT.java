package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The sink contract against a store in this process. */
class AzureSinkIT extends SinkContract {
  private static final AzureStub STUB = AzureStub.start("lake");

  /** Where the store listens, with a container {@code lake}. */
  URI store() {
    return STUB.uri();
  }

  @AfterEach
  void freeMemory() {
    STUB.clear();
  }

  @Override
  protected Sink newSink() {
    return AzureSink.create(TestClients.client(store()));
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("az://lake/raw/" + UUID.randomUUID());
  }
}
