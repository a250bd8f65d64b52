package dev.rivet.simulation;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StaleVersionException;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The object store as one process reaches it. */
final class SimSink implements DirectSink, MovingSink, ConditionalSink {
  private final World world;
  private final SimProcess process;

  SimSink(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  private <T> T step(String what, ObjectKey key, Faults.Step<T, IOException> step)
      throws IOException {
    return world.faults().step(process, what + " " + key.name(), IOException::new, step);
  }

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public SinkCapabilities capabilities() {
    return SinkCapabilities.of(SinkCapabilities.CommitProtocol.ATOMIC).conditional();
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) {
    throw new AssertionError("parts are written directly");
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    return step(
        mode.name(),
        key,
        () -> {
          if (mode == PutMode.CREATE && world.objects().containsKey(key.name())) {
            throw new FileAlreadyExistsException(key.name());
          }
          world.write(key.name(), content);
          return StoredObject.of(key, content.length);
        });
  }

  @Override
  public Optional<String> version(ObjectKey key) throws IOException {
    return step(
        "version of",
        key,
        () -> Optional.ofNullable(world.objects().get(key.name())).map(o -> "v" + o.version()));
  }

  @Override
  public StoredObject replace(ObjectKey key, byte[] content, String version) throws IOException {
    return step(
        "replace",
        key,
        () -> {
          World.Stored stored = world.objects().get(key.name());
          if (stored == null || !version.equals("v" + stored.version())) {
            throw new StaleVersionException(key);
          }
          world.write(key.name(), content);
          return StoredObject.of(key, content.length);
        });
  }

  @Override
  public SinkFailure classify(IOException failure) {
    boolean isTransient =
        !(failure instanceof NoSuchFileException
            || failure instanceof FileAlreadyExistsException
            || failure instanceof StaleVersionException);
    return new SinkFailure(ErrorCode.SINK_FAILED, isTransient, Duration.ZERO, "");
  }

  @Override
  public Upload begin(ObjectKey key) throws IOException {
    return step("begin", key, () -> new SimUpload(key));
  }

  private final class SimUpload implements Upload {
    private final ObjectKey key;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final WritableByteChannel channel = Channels.newChannel(bytes);

    SimUpload(ObjectKey key) {
      this.key = key;
    }

    @Override
    public WritableByteChannel channel() {
      return channel;
    }

    @Override
    public StoredObject commit(Checksums checksums) throws IOException {
      return step(
          "upload",
          key,
          () -> {
            world.write(key.name(), bytes.toByteArray());
            return StoredObject.of(key, bytes.size());
          });
    }

    @Override
    public void close() {}
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn) {}

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    return step(
        "head",
        key,
        () ->
            Optional.ofNullable(world.objects().get(key.name()))
                .map(o -> StoredObject.of(key, o.bytes().length)));
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    return step(
        "open",
        key,
        () -> {
          World.Stored stored = world.objects().get(key.name());
          if (stored == null) {
            throw new NoSuchFileException(key.name());
          }
          return new ByteArrayInputStream(
              stored.bytes(), (int) offset, stored.bytes().length - (int) offset);
        });
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    return step(
        "list",
        new ObjectKey(prefix, "x"),
        () ->
            world.objects().entrySet().stream()
                .map(
                    e ->
                        StoredObject.of(
                            new ObjectKey(prefix, e.getKey()), e.getValue().bytes().length))
                .toList());
  }

  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    StoredObject unused =
        step(
            "move",
            from,
            () -> {
              World.Stored stored = world.objects().get(from.name());
              if (stored == null) {
                throw new NoSuchFileException(from.name());
              }
              world.write(to.name(), stored.bytes());
              world.remove(from.name());
              return StoredObject.of(to, stored.bytes().length);
            });
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    StoredObject unused =
        step(
            "delete",
            key,
            () -> {
              world.remove(key.name());
              return StoredObject.of(key, 0);
            });
  }
}
