package dev.rivet.examples.sinks;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.ValidationDepth;
import dev.rivet.run.ValidationReport;
import dev.rivet.sink.s3.S3Sink;
import dev.rivet.unit.DataSize;
import java.net.URI;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 and stores that speak its protocol. */
public final class S3Destinations {
  private S3Destinations() {}

  /** Over the client that the application has anyway. */
  public static ApplyResult withYourClient(
      DataSource dataSource, S3Client s3Client, String bucket) {
    // docs:s3-client
    Export orders =
        Export.table("public.orders")
            .extract(Chunked.by("id").rows(100_000).parallel(4))
            .as(Parquet.zstd())
            .into("s3://" + bucket + "/raw/{export}/dt={date}")
            .build();

    try (Rivet rivet = Rivet.builder().source(dataSource).sink(S3Sink.create(s3Client)).build()) {
      return rivet.run(orders);
    }
    // end:s3-client
  }

  /** AWS with options. */
  public static S3Sink aws() {
    // docs:s3-aws
    return S3Sink.builder()
        .region("eu-central-1")
        .sseKms("alias/lake")
        .storageClass("STANDARD_IA")
        .partSize(DataSize.ofMebibytes(16))
        .uploadConcurrency(8)
        .uploadBudget(DataSize.ofMebibytes(256))
        .build();
    // end:s3-aws
  }

  /** Another store. */
  public static S3Sink otherStore(URI endpoint, String accessKey, String secretKey) {
    // docs:s3-endpoint
    return S3Sink.builder()
        .endpoint(
            endpoint) // https://minio.example.com:9000, https://<account>.r2.cloudflarestorage.com
        .credentials(accessKey, secretKey)
        .build();
    // end:s3-endpoint
  }

  /** Reads back what was written. */
  public static ValidationReport readBack(Rivet rivet, Export orders) {
    // docs:s3-validate
    return rivet.validate(orders).depth(ValidationDepth.SAMPLE).execute(); // one HEAD per part
    // end:s3-validate
  }
}
