package dev.rivet.sink.local;

import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.sink.SinkContract;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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

  @Override
  protected boolean leaveUnfinished(ObjectKey key) throws IOException {
    Path target = Path.of(key.prefix().path()).resolve(key.name());
    Files.createDirectories(target.getParent());
    Files.writeString(
        target.resolveSibling("." + target.getFileName() + ".00112233445566778899aabb.tmp"),
        "half");
    return true;
  }

  @Override
  protected List<String> unfinished() throws IOException {
    Path base = Path.of(prefix().path());
    try (Stream<Path> files = Files.walk(base)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> base.relativize(f).toString().replace('\\', '/'))
          .map(f -> f.replaceAll("(^|/)\\.(.+)\\.[0-9a-f]{24}\\.tmp$", "$1$2"))
          .sorted()
          .toList();
    }
  }
}
