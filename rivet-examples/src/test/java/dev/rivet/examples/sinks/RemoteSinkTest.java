package dev.rivet.examples.sinks;

import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

// docs:sink-contract
class RemoteSinkTest extends SinkContract {
  @TempDir Path server;

  @Override
  protected Sink newSink() {
    return new RemoteSink(new DirectoryRemote(server));
  }

  @Override
  protected Location newPrefix() {
    return Location.parse("sftp://host/exports/" + UUID.randomUUID());
  }
}
// end:sink-contract
