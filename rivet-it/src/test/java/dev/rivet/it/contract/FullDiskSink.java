package dev.rivet.it.contract;

import dev.rivet.error.ErrorCode;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Writes its parts to /dev/full, so that the operating system itself says that there is no space; failures are the local sink's. */
final class FullDiskSink implements Sink {
  private final LocalSink local = LocalSink.create();

  @Override
  public String scheme() {
    return local.scheme();
  }

  @Override
  public SinkCapabilities capabilities() {
    return local.capabilities();
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
      full.write(Files.readAllBytes(finished));
    }
    return StoredObject.of(key, checksums.size());
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    return local.put(key, content, mode);
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("No space left")
        ? new SinkFailure(ErrorCode.SINK_FULL, false, Duration.ZERO, "Free space on the disk.")
        : local.classify(failure);
  }
}
