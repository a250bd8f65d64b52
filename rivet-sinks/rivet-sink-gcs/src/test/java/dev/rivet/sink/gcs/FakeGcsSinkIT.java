package dev.rivet.sink.gcs;

import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import dev.rivet.sink.gcs.stub.FakeGcsServer;
import java.net.URI;

/** The sink contract against fake-gcs-server. */
class FakeGcsSinkIT extends GcsSinkIT {
  @Override
  URI store() {
    URI uri = FakeGcsServer.uri();
    Storage client = TestClients.options(uri).getService();
    if (client.get("lake") == null) {
      client.create(BucketInfo.of("lake"));
    }
    return uri;
  }
}
