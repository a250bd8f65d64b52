package dev.rivet.sink.azure;

import dev.rivet.sink.azure.stub.Azurite;
import dev.rivet.tck.http.Reaction;
import java.net.URI;
import java.util.Map;

/** Azurite behind a way that misbehaves. */
class AzuriteFaultIT extends AzureFaultIT {
  @Override
  protected URI store() {
    URI uri = Azurite.uri();
    TestClients.client(uri).createBlobContainerIfNotExists("lake");
    return uri;
  }

  /** It checks the MD5 of blocks but does not repeat it, so the answer is made up; the tag fits any blob. */
  @Override
  protected Reaction wrongChecksum() {
    return Reaction.doButAnswer(
        201,
        Map.of(
            "Content-MD5",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "ETag",
            "*",
            "Last-Modified",
            "Mon, 23 Nov 2026 00:00:00 GMT"),
        "");
  }
}
