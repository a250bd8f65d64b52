package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The sink contract against a store in this process. */
class AzureSinkIT extends SinkContract {
  private static AzureStub stub;

  @BeforeAll
  static void start() {
    stub = AzureStub.start("lake");
  }

  @AfterAll
  static void stop() {
    stub.close();
  }

  @Override
  protected Sink newSink() {
    return AzureSink.create(TestClients.client(stub.uri()));
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("az://lake/raw/" + UUID.randomUUID());
  }
}
