package dev.rivet.sink.azure;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.objectstore.Attempts;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Clients and sinks of the emulators' account. */
final class TestClients {
  static final AzureOptions OPTIONS = new AzureOptions(8 << 20, 1, null);

  private TestClients() {}

  static BlobServiceClientBuilder builder(URI endpoint) {
    return new BlobServiceClientBuilder()
        .endpoint(endpoint + "/" + AzureStub.ACCOUNT)
        .credential(new StorageSharedKeyCredential(AzureStub.ACCOUNT, AzureStub.KEY))
        .httpClient(new JdkHttpClientBuilder().build());
  }

  static BlobServiceClient client(URI endpoint) {
    return builder(endpoint).buildClient();
  }

  /** As many attempts as by default, but waits of milliseconds. */
  static AzureSink impatient(URI endpoint, AzureOptions options) {
    return new AzureSink(
        AzureContainers.of(client(endpoint)),
        options,
        new Attempts(5, Duration.ofMillis(1), Duration.ofMillis(5), new SecureRandom()),
        Clock.systemUTC());
  }
}
