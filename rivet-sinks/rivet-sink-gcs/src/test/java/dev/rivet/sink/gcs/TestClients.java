package dev.rivet.sink.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import dev.rivet.spi.sink.objectstore.Attempts;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Sinks at a store without access control. */
final class TestClients {
  static final GcsOptions OPTIONS = new GcsOptions(8 << 20, null, null, null);

  private TestClients() {}

  static StorageOptions options(URI endpoint) {
    return StorageOptions.http()
        .setHost(endpoint.toString())
        .setProjectId("test")
        .setCredentials(NoCredentials.getInstance())
        .build();
  }

  /** As many attempts as by default, but waits of milliseconds. */
  static GcsSink impatient(URI endpoint, GcsOptions options) {
    return new GcsSink(
        options(endpoint),
        options,
        new Attempts(5, Duration.ofMillis(1), Duration.ofMillis(5), new SecureRandom()),
        Clock.systemUTC());
  }
}
