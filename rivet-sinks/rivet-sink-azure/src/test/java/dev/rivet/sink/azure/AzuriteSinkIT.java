package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.Azurite;
import java.net.URI;

/** The sink contract against Azurite. */
class AzuriteSinkIT extends AzureSinkIT {
  @Override
  URI store() {
    URI uri = Azurite.uri();
    TestClients.client(uri).createBlobContainerIfNotExists("lake");
    return uri;
  }

  /** It takes milliseconds for each. */
  @Override
  protected int manyObjects() {
    return 5010;
  }
}
