package dev.rivet.sink.s3;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A store to test against. */
record S3Server(String name, URI uri, String accessKey, String secretKey) {

  /** A bucket of its own for a test class. */
  String newBucket() {
    String bucket = "rivet-" + UUID.randomUUID();
    try (S3Client client = client()) {
      var unused = client.createBucket(b -> b.bucket(bucket));
    }
    return bucket;
  }

  /** A client as an application would make it, with all defaults of the SDK. */
  S3Client client() {
    return S3Client.builder()
        .endpointOverride(uri)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
        .build();
  }

  /** A sink with a client of its own, that waits for milliseconds where it would for seconds. */
  S3Sink.Builder sink() {
    return sink(uri);
  }

  /** The same, by another way. */
  S3Sink.Builder sink(URI way) {
    return S3Sink.builder()
        .endpoint(way)
        .region("us-east-1")
        .credentials(accessKey, secretKey)
        .sleeper(pause -> Thread.sleep(Math.min(pause.toMillis(), 5)))
        .leftoversAfter(Duration.ofHours(1));
  }
}
