package dev.rivet.sink.azure;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.policy.RequestRetryPolicy;
import dev.rivet.spi.sink.objectstore.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Containers as the application's client reaches them, with its connections, credentials and headers but without its retries: those
 * would multiply with Rivet's. Thread-safe.
 */
final class AzureContainers {
  private final @Nullable BlobServiceClient account;
  private final Map<String, BlobContainerClient> known = new ConcurrentHashMap<>();

  private AzureContainers(@Nullable BlobServiceClient account) {
    this.account = account;
  }

  static AzureContainers of(BlobServiceClient account) {
    return new AzureContainers(account);
  }

  static AzureContainers only(BlobContainerClient container) {
    AzureContainers one = new AzureContainers(null);
    one.known.put(container.getBlobContainerName(), withoutRetries(container));
    return one;
  }

  BlobContainerClient named(String name) throws StoreException {
    BlobContainerClient container = known.get(name);
    if (container != null) {
      return container;
    }
    BlobServiceClient service = account;
    if (service == null) {
      throw StoreException.permanent(
          "this sink writes to container " + known.keySet() + ", not to '" + name + "'",
          "Correct the destination, or make the sink with a client for the account.",
          null);
    }
    return known.computeIfAbsent(name, n -> withoutRetries(service.getBlobContainerClient(n)));
  }

  private static BlobContainerClient withoutRetries(BlobContainerClient given) {
    HttpPipeline pipeline = given.getHttpPipeline();
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    for (int i = 0; i < pipeline.getPolicyCount(); i++) {
      HttpPipelinePolicy policy = pipeline.getPolicy(i);
      if (!(policy instanceof RequestRetryPolicy) && !(policy instanceof RetryPolicy)) {
        policies.add(policy);
      }
    }
    BlobContainerClientBuilder own =
        new BlobContainerClientBuilder()
            .endpoint(given.getBlobContainerUrl())
            .serviceVersion(given.getServiceVersion())
            .pipeline(
                new HttpPipelineBuilder()
                    .httpClient(pipeline.getHttpClient())
                    .tracer(pipeline.getTracer())
                    .policies(policies.toArray(new HttpPipelinePolicy[0]))
                    .build());
    if (given.getCustomerProvidedKey() != null) {
      own.customerProvidedKey(
          new CustomerProvidedKey(given.getCustomerProvidedKey().getEncryptionKey()));
    }
    if (given.getEncryptionScope() != null) {
      own.encryptionScope(given.getEncryptionScope());
    }
    return own.buildClient();
  }
}
