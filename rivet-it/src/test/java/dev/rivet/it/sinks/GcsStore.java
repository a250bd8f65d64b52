package dev.rivet.it.sinks;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.rivet.sink.gcs.GcsSink;
import dev.rivet.sink.gcs.stub.GcsStub;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** Google Cloud Storage in this JVM. */
final class GcsStore extends ObjectStore {
  private static final GcsStub STUB = GcsStub.start("lake");

  private static Storage client(URI way) {
    return StorageOptions.http()
        .setHost(way.toString())
        .setProjectId("test")
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }

  @Override
  URI address() {
    return STUB.uri();
  }

  @Override
  MovingSink sink(URI way) {
    return GcsSink.builder().client(client(way)).chunkSize(DataSize.ofKibibytes(256)).build();
  }

  @Override
  Location newPrefix() {
    return Location.parse("gs://lake/raw/" + UUID.randomUUID());
  }

  @Override
  boolean isPiece(String method, String target) {
    return method.equals("PUT") && target.contains("upload_id=");
  }

  @Override
  void download(Location prefix, Path directory) throws IOException {
    String path = directory(prefix);
    for (Blob blob :
        client(address()).list(bucket(prefix), Storage.BlobListOption.prefix(path)).iterateAll()) {
      blob.downloadTo(parentMade(directory.resolve(blob.getName().substring(path.length()))));
    }
  }
}
