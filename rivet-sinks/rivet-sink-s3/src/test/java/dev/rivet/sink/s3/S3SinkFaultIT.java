package dev.rivet.sink.s3;

import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.sink.SinkFaultContract;
import dev.rivet.unit.Location;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** S3Proxy behind a way that misbehaves. */
class S3SinkFaultIT extends SinkFaultContract {
  private final List<S3Sink> open = new ArrayList<>();
  private String bucket;

  protected S3Server server() {
    return Servers.s3Proxy();
  }

  @Override
  protected URI store() {
    return server().uri();
  }

  @Override
  protected Sink sinkAt(URI endpoint) {
    S3Sink sink = server().sink(endpoint).build();
    open.add(sink);
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
  protected Reaction wrongChecksum() {
    return Reaction.editHeaders(
        (name, value) ->
            switch (name) {
              case "etag" -> "\"0123456789abcdef0123456789abcdef\"";
              case "x-amz-checksum-crc32c" -> "AAAAAA==";
              default -> value;
            });
  }

  @AfterEach
  void close() {
    open.forEach(S3Sink::close);
  }
}
