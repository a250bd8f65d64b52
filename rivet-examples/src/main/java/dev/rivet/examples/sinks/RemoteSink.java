package dev.rivet.examples.sinks;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A destination of your own: files on a server that can rename, {@code sftp://host/directory}. Thread-safe, as long as the client
 * is. Written against the public API alone and proven by {@code SinkContract}.
 */
public final class RemoteSink implements DirectSink, MovingSink {
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final RemoteFiles remote;

  /** Over a connected client, which stays the caller's. */
  public RemoteSink(RemoteFiles remote) {
    this.remote = remote;
  }

  @Override
  public String scheme() {
    return "sftp";
  }

  // docs:sink-capabilities
  @Override
  public SinkCapabilities capabilities() {
    // Written aside and renamed; a rename that refuses an existing target makes CREATE exact.
    return SinkCapabilities.of(CommitProtocol.ATOMIC).conditional();
  }

  // end:sink-capabilities

  // docs:sink-put
  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    String unfinished = unfinished(key);
    try {
      try (OutputStream out = remote.write(unfinished)) {
        out.write(content);
      }
      if (mode == PutMode.CREATE) {
        remote.rename(unfinished, path(key));
      } else {
        remote.replace(unfinished, path(key));
      }
    } finally {
      remote.remove(unfinished);
    }
    return StoredObject.of(key, content.length);
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    try (InputStream in = Files.newInputStream(finished);
        Upload upload = begin(key)) {
      in.transferTo(Channels.newOutputStream(upload.channel()));
      return upload.commit(checksums);
    }
  }

  // end:sink-put

  // docs:sink-upload
  @Override
  public Upload begin(ObjectKey key) throws IOException {
    String unfinished = unfinished(key);
    return new RemoteUpload(key, unfinished, remote.write(unfinished));
  }

  /** Bytes go to a file under another name until {@link #commit}. */
  private final class RemoteUpload implements Upload {
    private final ObjectKey key;
    private final String unfinished;
    private final WritableByteChannel channel;

    RemoteUpload(ObjectKey key, String unfinished, OutputStream out) {
      this.key = key;
      this.unfinished = unfinished;
      this.channel = Channels.newChannel(out);
    }

    @Override
    public WritableByteChannel channel() {
      return channel;
    }

    @Override
    public StoredObject commit(Checksums checksums) throws IOException {
      channel.close();
      long arrived = remote.stat(unfinished).map(RemoteFiles.Entry::size).orElse(-1L);
      if (arrived != checksums.size()) {
        throw new ChecksumMismatchException(key, checksums.size() + " bytes", arrived + " bytes");
      }
      remote.replace(unfinished, path(key));
      return StoredObject.of(key, arrived);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      remote.remove(unfinished);
    }
  }

  // end:sink-upload

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
      throws IOException {
    String directory = path(prefix) + "/";
    Instant limit = remote.now().minus(ABANDONED);
    for (RemoteFiles.Entry file : remote.filesBelow(path(prefix))) {
      boolean isOurs =
          isUnfinished(file.path())
              && isOwn.test(objectName(file.path().substring(directory.length())));
      // Somebody may be writing it at this moment: silence is what tells.
      if (isOurs && file.modified().isBefore(limit)) {
        remote.remove(file.path());
      }
    }
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    return remote.stat(path(key)).map(e -> stored(key, e));
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    return remote.read(path(key), offset);
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    int skipped = path(prefix).length() + 1;
    return remote.filesBelow(path(prefix)).stream()
        .filter(e -> !isUnfinished(e.path()))
        .map(e -> stored(new ObjectKey(prefix, e.path().substring(skipped)), e))
        .sorted(Comparator.comparing(o -> o.key().name()))
        .toList();
  }

  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    if (remote.stat(path(from)).isEmpty()) {
      throw new NoSuchFileException(path(from));
    }
    remote.makeDirectories(parent(path(to)));
    remote.replace(path(from), path(to));
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    remote.remove(path(key));
  }

  // docs:sink-classify
  @Override
  public SinkFailure classify(IOException failure) {
    if (failure instanceof SocketException || failure instanceof SocketTimeoutException) {
      return new SinkFailure(
          ErrorCode.SINK_FAILED, true, Duration.ZERO, "Check the connection to the server.");
    }
    if (failure instanceof ChecksumMismatchException) {
      return new SinkFailure(
          ErrorCode.SINK_CHECKSUM_MISMATCH, true, Duration.ZERO, "The part is written again.");
    }
    if (failure instanceof AccessDeniedException) {
      return new SinkFailure(
          ErrorCode.SINK_PERMISSION,
          false,
          Duration.ZERO,
          "Let this user write and rename below the destination.");
    }
    return new SinkFailure(
        ErrorCode.SINK_FAILED, false, Duration.ZERO, "See the server's message and its log.");
  }

  // end:sink-classify

  private static StoredObject stored(ObjectKey key, RemoteFiles.Entry entry) {
    return new StoredObject(key, entry.size(), null, entry.modified());
  }

  /** What follows the host. */
  private static String path(Location prefix) {
    int slash = prefix.path().indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("name a directory: " + prefix + "/exports");
    }
    return prefix.path().substring(slash);
  }

  private static String path(ObjectKey key) {
    return path(key.prefix()) + "/" + key.name();
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** A name beside the target that no other writer draws, {@code .name.<uuid>.tmp}. */
  private String unfinished(ObjectKey key) throws IOException {
    String path = path(key);
    remote.makeDirectories(parent(path));
    return parent(path)
        + "/."
        + path.substring(parent(path).length() + 1)
        + "."
        + UUID.randomUUID()
        + ".tmp";
  }

  private static boolean isUnfinished(String path) {
    return path.substring(parent(path).length() + 1).matches("\\..+\\.[0-9a-f-]{36}\\.tmp");
  }

  private static String objectName(String unfinished) {
    int name = unfinished.lastIndexOf('/') + 1;
    int end = unfinished.length() - ".tmp".length() - 37;
    return unfinished.substring(0, name) + unfinished.substring(name + 1, end);
  }
}
