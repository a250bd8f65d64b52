package dev.rivet.it.sinks;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.rivet.sink.azure.AzureSink;
import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.sink.azure.stub.Azurite;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

/** Azure Blob Storage in this JVM, or Azurite. */
final class AzureStore extends ObjectStore {
  private static final class Stub {
    static final AzureStub STUB = AzureStub.start("lake");
  }

  private final URI address;

  private AzureStore(URI address) {
    this.address = address;
  }

  static AzureStore stub() {
    return new AzureStore(Stub.STUB.uri());
  }

  /** Aborts the test where there is none. */
  static AzureStore azurite() {
    URI uri = Azurite.uri();
    client(uri).createBlobContainerIfNotExists("lake");
    return new AzureStore(uri);
  }

  private static BlobServiceClient client(URI way) {
    return new BlobServiceClientBuilder()
        .endpoint(way + "/" + AzureStub.ACCOUNT)
        .credential(new StorageSharedKeyCredential(AzureStub.ACCOUNT, AzureStub.KEY))
        .httpClient(new JdkHttpClientBuilder().build())
        .buildClient();
  }

  @Override
  URI address() {
    return address;
  }

  @Override
  MovingSink sink(URI way) {
    return AzureSink.builder()
        .client(client(way))
        .blockSize(DataSize.ofKibibytes(256))
        .concurrency(2)
        .build();
  }

  @Override
  Location newPrefix() {
    return Location.parse("az://lake/raw/" + UUID.randomUUID());
  }

  @Override
  boolean isPiece(String method, String target) {
    return method.equals("PUT") && target.contains("comp=block&");
  }

  @Override
  void download(Location prefix, Path directory) throws IOException {
    String path = directory(prefix);
    BlobContainerClient container = client(address).getBlobContainerClient(bucket(prefix));
    for (BlobItem item : container.listBlobs(new ListBlobsOptions().setPrefix(path), null)) {
      Path file = parentMade(directory.resolve(item.getName().substring(path.length())));
      var unused = container.getBlobClient(item.getName()).downloadToFile(file.toString());
    }
  }
}
