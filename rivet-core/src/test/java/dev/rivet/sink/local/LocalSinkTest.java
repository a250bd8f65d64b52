package dev.rivet.sink.local;

import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The contract of all destinations; what is special to file systems is in {@link LocalSinkDiskTest}. */
class LocalSinkTest extends SinkContract {
  @TempDir Path remote;

  @Override
  protected Sink newSink() {
    return LocalSink.create();
  }

  @Override
  protected Location newPrefix() {
    return Location.of(remote.resolve(UUID.randomUUID().toString()));
  }
}
