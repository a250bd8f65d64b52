package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.Azurite;
import java.net.URI;

/** Azurite behind a way that misbehaves. */
class AzuriteFaultIT extends AzureFaultIT {
  @Override
  protected URI store() {
    URI uri = Azurite.uri();
    TestClients.client(uri).createBlobContainerIfNotExists("lake");
    return uri;
  }
}
