package dev.rivet.examples.sinks;

import com.google.cloud.storage.Storage;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.sink.gcs.GcsSink;
import dev.rivet.unit.DataSize;
import java.net.URI;
import java.nio.file.Path;
import javax.sql.DataSource;

/** Google Cloud Storage. */
public final class GcsDestinations {
  private GcsDestinations() {}

  /** Over the client that the application has anyway. */
  public static ApplyResult withYourClient(DataSource dataSource, Storage storage, String bucket) {
    // docs:gcs-client
    Export orders =
        Export.table("public.orders")
            .extract(Chunked.by("id").rows(100_000).parallel(4))
            .as(Parquet.zstd())
            .into("gs://" + bucket + "/raw/{export}/dt={date}")
            .build();

    try (Rivet rivet = Rivet.builder().source(dataSource).sink(GcsSink.create(storage)).build()) {
      return rivet.run(orders);
    }
    // end:gcs-client
  }

  /** By a service account's key, with options. */
  public static GcsSink serviceAccount(Path keyFile) {
    // docs:gcs-options
    return GcsSink.builder()
        .serviceAccount(keyFile)
        .chunkSize(DataSize.ofMebibytes(16))
        .storageClass("NEARLINE")
        .kmsKey("projects/p/locations/eu/keyRings/lake/cryptoKeys/raw")
        .userProject("billing-project")
        .build();
    // end:gcs-options
  }

  /** An emulator on this machine. */
  public static GcsSink emulator() {
    // docs:gcs-endpoint
    return GcsSink.builder()
        .endpoint(URI.create("http://localhost:4443"))
        .projectId("test")
        .anonymous()
        .build();
    // end:gcs-endpoint
  }
}
