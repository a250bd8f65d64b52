package dev.rivet.sink.s3;

import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

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

  @AfterEach
  void close() {
    open.forEach(S3Sink::close);
  }
}
