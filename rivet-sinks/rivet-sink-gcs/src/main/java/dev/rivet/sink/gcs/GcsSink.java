package dev.rivet.sink.gcs;

import static java.util.Objects.requireNonNull;

import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.rivet.sink.gcs.GcsErrors.Action;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.spi.sink.objectstore.Attempts;
import dev.rivet.spi.sink.objectstore.BlockUpload;
import dev.rivet.spi.sink.objectstore.BucketPath;
import dev.rivet.spi.sink.objectstore.ResumingInput;
import dev.rivet.spi.sink.objectstore.UploadThreads;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google Cloud Storage, scheme {@code gs}: {@code gs://bucket/prefix}. Thread-safe; holds no resource that has to be closed.
 *
 * <p>A part up to one chunk (default 8 MiB) goes in a single request, a larger one in a resumable upload, sent while it is encoded:
 * one chunk fills while the one before is on its way, so an upload holds at most two chunks. An object becomes visible with the last
 * bytes, and only if the store's CRC-32C of all bytes is ours (DW1, I10). An upload that fails or is closed is cancelled at the store.
 * What a killed process began stays invisible, costs nothing, cannot be listed, and is forgotten by the store after a week; so
 * {@link #removeLeftovers} has nothing to do.
 *
 * <p>Manifest and marker are single requests (M7); {@link PutMode#CREATE} has one winner among all writers
 * ({@code ifGenerationMatch=0}).
 *
 * <p>Requests are repeated by Rivet, by status code and with regard to {@code Retry-After}, not by Google's client: of a client that
 * the application passes in, its connections, credentials, host and headers are used, its retry settings are not (RT5).
 *
 * <p>Needs {@code storage.objects.create}, {@code get}, {@code list} and {@code delete} on the bucket; {@code roles/storage.objectUser}
 * holds them.
 */
public final class GcsSink implements DirectSink, MovingSink {
  private static final Logger LOG = LoggerFactory.getLogger(GcsSink.class);
  private static final String SCHEME = "gs";

  private final Supplier<GcsStore> store;
  private final GcsErrors errors;
  private final BlockUpload.Settings uploads;

  /** For the service loader; the same as {@code builder().build()}, but looks for credentials when they are first needed. */
  public GcsSink() {
    this(
        new Once<>(() -> GcsStore.of(GcsSinkBuilder.defaultClient(), GcsSinkBuilder.DEFAULTS)),
        GcsSinkBuilder.DEFAULTS,
        Attempts.standard(new SecureRandom()),
        Clock.systemUTC());
  }

  private GcsSink(Supplier<GcsStore> store, GcsOptions options, Attempts attempts, Clock clock) {
    this.store = store;
    this.errors = new GcsErrors(clock);
    this.uploads =
        new BlockUpload.Settings(
            options.chunkSize(), 1, UploadThreads.named("rivet-gcs"), attempts, GcsSink::inUpload);
  }

  GcsSink(StorageOptions client, GcsOptions options, Attempts attempts, Clock clock) {
    this(known(GcsStore.of(client, options)), options, attempts, clock);
  }

  private static Supplier<GcsStore> known(GcsStore store) {
    return () -> store;
  }

  GcsSink(StorageOptions client, GcsOptions options) {
    this(client, options, Attempts.standard(new SecureRandom()), Clock.systemUTC());
  }

  /**
   * With the application's client, which stays the application's to close, and defaults for the rest.
   *
   * @throws IllegalArgumentException if the client speaks gRPC
   */
  public static GcsSink create(Storage client) {
    return builder().client(client).build();
  }

  /** With options, and with a client or without. */
  public static GcsSinkBuilder builder() {
    return new GcsSinkBuilder();
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public SinkCapabilities capabilities() {
    return SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE)
        .conditional()
        .withChecksums(Algorithm.CRC32C);
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return GcsErrors.classify(failure);
  }

  /** The same bytes sent again in the same upload would get the same answer; the slice is what repeats. */
  private static SinkFailure inUpload(IOException failure) {
    SinkFailure verdict = GcsErrors.classify(failure);
    return failure instanceof ChecksumMismatchException
        ? new SinkFailure(verdict.code(), false, verdict.retryAfter(), verdict.hint())
        : verdict;
  }

  GcsStore store() {
    return store.get();
  }

  GcsErrors errors() {
    return errors;
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    try (FileChannel in = FileChannel.open(finished, StandardOpenOption.READ);
        BlockUpload upload = new BlockUpload(key, target(key), uploads.withoutRetries())) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, upload.channel());
      }
      return upload.commit(checksums);
    }
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    BucketPath path = path(key.prefix());
    ByteBuffer bytes = ByteBuffer.wrap(content);
    String crc = Crc32c.hexOf(bytes);
    try {
      return stored(
          key,
          store()
              .insert(
                  path.bucket(),
                  path.name(key.name()),
                  bytes,
                  crc,
                  mode == PutMode.CREATE ? 0L : null));
    } catch (IOException e) {
      throw errors.explained(e, Action.WRITE, path.bucket(), path.name(key.name()));
    }
  }

  @Override
  public Upload begin(ObjectKey key) {
    return new BlockUpload(key, target(key), uploads);
  }

  private GcsTarget target(ObjectKey key) {
    BucketPath path = path(key.prefix());
    return new GcsTarget(this, key, path.bucket(), path.name(key.name()));
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn) {
    LOG.debug("unfinished uploads below {} are invisible and expire at the store", prefix);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    BucketPath path = path(key.prefix());
    return found(path.bucket(), path.name(key.name()), Action.READ).map(o -> stored(key, o));
  }

  private Optional<StorageObject> found(String bucket, String name, Action action)
      throws IOException {
    try {
      return Optional.of(store().get(bucket, name));
    } catch (HttpResponseException e) {
      if (e.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw errors.explained(e, action, bucket, name);
    } catch (IOException e) {
      throw errors.explained(e, action, bucket, name);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    InputStream first = open(key, offset, null);
    Long generation = first instanceof GcsInput input ? input.generation() : null;
    return generation == null
        ? first
        : new ResumingInput(
            first,
            offset,
            from -> open(key, from, generation),
            uploads.attempts(),
            GcsErrors::classify);
  }

  private InputStream open(ObjectKey key, long offset, @Nullable Long generation)
      throws IOException {
    BucketPath path = path(key.prefix());
    String name = path.name(key.name());
    try {
      return new GcsInput(
          store().media(path.bucket(), name, offset, generation),
          e -> errors.explained(e, Action.READ, path.bucket(), name));
    } catch (HttpResponseException e) {
      if (e.getStatusCode() == 416) {
        return InputStream
            .nullInputStream(); // From the end, or beyond it: nothing is left to read.
      }
      throw errors.explained(e, Action.READ, path.bucket(), name);
    } catch (IOException e) {
      throw errors.explained(e, Action.READ, path.bucket(), name);
    }
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    BucketPath path = path(prefix);
    List<StoredObject> objects = new ArrayList<>();
    try {
      for (StorageObject object : store().list(path.bucket(), path.directory())) {
        String name = object.getName().substring(path.directory().length());
        try {
          objects.add(stored(new ObjectKey(prefix, name), object));
        } catch (IllegalArgumentException e) {
          LOG.debug("not an object, its name cannot be a key: {}", object.getName());
        }
      }
    } catch (IOException e) {
      throw errors.explained(e, Action.LIST, path.bucket(), path.directory());
    }
    objects.sort(Comparator.comparing(o -> o.key().name()));
    return objects;
  }

  /** A copy inside the store, then a delete; refused where the destination is the whole bucket. */
  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    BucketPath path = path(from.prefix());
    path.requirePrefix("move", from);
    path(to.prefix()).requirePrefix("move", to);
    String source = path.name(from.name());
    StorageObject old =
        found(path.bucket(), source, Action.MOVE)
            .orElseThrow(
                () -> new java.nio.file.NoSuchFileException(GcsErrors.url(path.bucket(), source)));
    try {
      StorageObject copy =
          store()
              .rewrite(
                  path.bucket(),
                  old,
                  path(to.prefix()).bucket(),
                  path(to.prefix()).name(to.name()));
      if (!String.valueOf(old.getCrc32c()).equals(String.valueOf(copy.getCrc32c()))) {
        throw new ChecksumMismatchException(
            to, "CRC32C " + old.getCrc32c(), "CRC32C " + copy.getCrc32c());
      }
      store().delete(path.bucket(), source, old.getGeneration());
    } catch (IOException e) {
      throw errors.explained(e, Action.MOVE, path.bucket(), source);
    }
  }

  /** Refused where the destination is the whole bucket. */
  @Override
  public void delete(ObjectKey key) throws IOException {
    BucketPath path = path(key.prefix());
    path.requirePrefix("delete", key);
    String name = path.name(key.name());
    try {
      store().delete(path.bucket(), name, null);
    } catch (HttpResponseException e) {
      if (e.getStatusCode() != 404) {
        throw errors.explained(e, Action.DELETE, path.bucket(), name);
      }
    } catch (IOException e) {
      throw errors.explained(e, Action.DELETE, path.bucket(), name);
    }
  }

  private static BucketPath path(Location prefix) {
    return BucketPath.of(SCHEME, prefix);
  }

  static StoredObject stored(ObjectKey key, StorageObject object) {
    return new StoredObject(
        requireNonNull(key, "key"),
        object.getSize().longValueExact(),
        md5(object),
        object.getUpdated() == null ? null : Instant.ofEpochMilli(object.getUpdated().getValue()));
  }

  private static @Nullable String md5(StorageObject object) {
    return object.getMd5Hash() == null
        ? null
        : HexFormat.of().formatHex(Base64.getDecoder().decode(object.getMd5Hash()));
  }

  /** A value that is made when it is first asked for. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T value;

    Once(Supplier<T> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized T get() {
      T known = value;
      if (known == null) {
        known = maker.get();
        value = known;
      }
      return known;
    }
  }
}
