package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.sink.SinkFaultContract;
import dev.rivet.unit.Location;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** What the sink owes while the store, or the way to it, misbehaves. */
class AzureFaultIT extends SinkFaultContract {
  private static final AzureStub STUB = AzureStub.start("lake");

  @Override
  protected URI store() {
    return STUB.uri();
  }

  @AfterEach
  void freeMemory() {
    STUB.clear();
  }

  @Override
  protected Sink sinkAt(URI endpoint) {
    return TestClients.impatient(endpoint, TestClients.OPTIONS);
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("az://lake/raw/" + UUID.randomUUID());
  }

  @Override
  protected Reaction wrongChecksum() {
    return Reaction.editHeaders(
        (name, value) -> name.equals("content-md5") ? "AAAAAAAAAAAAAAAAAAAAAA==" : value);
  }
}
