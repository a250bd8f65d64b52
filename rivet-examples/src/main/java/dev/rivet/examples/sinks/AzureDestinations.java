package dev.rivet.examples.sinks;

import com.azure.core.credential.TokenCredential;
import com.azure.storage.blob.BlobServiceClient;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.sink.azure.AzureSink;
import dev.rivet.unit.DataSize;
import java.net.URI;
import javax.sql.DataSource;

/** Azure Blob Storage. */
public final class AzureDestinations {
  private AzureDestinations() {}

  /** Over the client that the application has anyway. */
  public static ApplyResult withYourClient(
      DataSource dataSource, BlobServiceClient client, String container) {
    // docs:azure-client
    Export orders =
        Export.table("public.orders")
            .extract(Chunked.by("id").rows(100_000).parallel(4))
            .as(Parquet.zstd())
            .into("az://" + container + "/raw/{export}/dt={date}")
            .build();

    try (Rivet rivet = Rivet.builder().source(dataSource).sink(AzureSink.create(client)).build()) {
      return rivet.run(orders);
    }
    // end:azure-client
  }

  /** By an identity, with options. */
  public static AzureSink identity(TokenCredential credential) {
    // docs:azure-options
    return AzureSink.builder()
        .account("lakeaccount")
        .credential(credential) // new DefaultAzureCredentialBuilder().build() of azure-identity
        .blockSize(DataSize.ofMebibytes(16))
        .concurrency(4)
        .accessTier("Cool")
        .encryptionScope("lake")
        .build();
    // end:azure-options
  }

  /** By a shared access signature. */
  public static AzureSink sas(String token) {
    // docs:azure-sas
    return AzureSink.builder().account("lakeaccount").sasToken(token).build();
    // end:azure-sas
  }

  /** Another cloud, or an emulator on this machine. */
  public static AzureSink otherCloud(String key) {
    // docs:azure-endpoint
    return AzureSink.builder()
        .endpoint(URI.create("https://lakeaccount.blob.core.chinacloudapi.cn"))
        .account("lakeaccount")
        .accountKey(key)
        .build();
    // end:azure-endpoint
  }
}
