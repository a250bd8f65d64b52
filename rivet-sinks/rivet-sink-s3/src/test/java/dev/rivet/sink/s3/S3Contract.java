package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract of all destinations, against one server. */
abstract class S3Contract extends SinkContract {
  private final List<S3Sink> open = new ArrayList<>();
  private String bucket;

  protected abstract S3Server server();

  @Override
  protected Sink newSink() {
    S3Sink sink = server().sink().build();
    synchronized (open) {
      open.add(sink);
    }
    return sink;
  }

  @Override
  protected Location newPrefix() {
    if (bucket == null) {
      bucket = server().newBucket();
    }
    return Location.parse("s3://" + bucket + "/lake/" + UUID.randomUUID());
  }

  @Override
  protected boolean leaveUnfinished(ObjectKey key) {
    String name = S3Paths.key(key, bucket);
    try (S3Client client = server().client()) {
      assertThat(client.createMultipartUpload(r -> r.bucket(bucket).key(name)).uploadId())
          .isNotEmpty();
    }
    return unfinished().contains(key.name()); // MinIO lists an upload by its whole key only.
  }

  @Override
  protected List<String> unfinished() {
    String directory = S3Paths.key(new ObjectKey(prefix(), "x"), bucket).replaceFirst("x$", "");
    try (S3Client client = server().client()) {
      return client.listMultipartUploads(r -> r.bucket(bucket).prefix(directory)).uploads().stream()
          .map(u -> u.key())
          .filter(k -> k.startsWith(directory))
          .map(k -> k.substring(directory.length()))
          .sorted()
          .toList();
    }
  }

  @Override
  protected Sink cleaningSink() {
    S3Sink sink = server().sink().leftoversAfter(Duration.ZERO).build();
    synchronized (open) {
      open.add(sink);
    }
    return sink;
  }

  @AfterEach
  void close() {
    open.forEach(S3Sink::close);
  }
}
