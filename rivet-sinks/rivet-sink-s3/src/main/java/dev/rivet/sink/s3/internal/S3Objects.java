package dev.rivet.sink.s3.internal;

import dev.rivet.sink.s3.internal.PartBuffer.Sums;
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
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The sink itself. Thread-safe. */
public final class S3Objects implements DirectSink, MovingSink {
  private static final Logger LOG = LoggerFactory.getLogger(S3Objects.class);
  private static final int SLICE = 256 << 10;

  private final Store store;
  private final Repeat repeat;
  private final Uploads uploads;

  /** Over a client that is asked for when first needed. */
  public S3Objects(Supplier<S3Client> client, Settings settings, Repeat repeat) {
    this.store = new Store(client, settings);
    this.repeat = repeat;
    this.uploads = new Uploads(store, repeat);
  }

  @Override
  public String scheme() {
    return S3Name.SCHEME;
  }

  @Override
  public SinkCapabilities capabilities() {
    SinkCapabilities all =
        SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE).withChecksums(Algorithm.CRC32C);
    return store.settings().isConditional() ? all.conditional() : all;
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return Failures.classify(failure);
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    try (FileChannel in = FileChannel.open(finished, StandardOpenOption.READ);
        Upload upload = begin(key)) {
      ByteBuffer buffer = ByteBuffer.allocate(SLICE);
      while (in.read(buffer.clear()) >= 0) {
        int unused = upload.channel().write(buffer.flip());
      }
      return upload.commit(checksums);
    }
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    S3Name name = S3Name.of(key);
    Sums sums = Sums.of(content);
    boolean isCreate = mode == PutMode.CREATE;
    if (isCreate && !store.settings().isConditional() && store.head(name) != null) {
      throw new FileAlreadyExistsException(name.toString());
    }
    PutObjectResponse stored =
        putWhole(name, content, sums, isCreate && store.settings().isConditional());
    try {
      boolean isMd5 =
          Store.check(
              key, sums, stored.checksumCRC32C(), stored.eTag(), stored.serverSideEncryption());
      return new StoredObject(key, content.length, isMd5 ? sums.md5Hex() : null, null);
    } catch (ChecksumMismatchException e) {
      store.delete(name);
      throw e;
    }
  }

  private PutObjectResponse putWhole(S3Name name, byte[] content, Sums sums, boolean isCreate)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return store.put(
            name, RequestBody.fromBytes(content), sums, isCreate, UUID.randomUUID().toString());
      } catch (S3SinkException e) {
        if (isCreate && e.isPreconditionFailed()) {
          FileAlreadyExistsException exists = new FileAlreadyExistsException(name.toString());
          exists.initCause(e);
          throw exists;
        }
        // Two creators at the same instant: whoever asks again learns who won.
        if (!isCreate || !e.isConflict() || attempt == 5) {
          throw e;
        }
        LOG.debug("another writer is creating {}", name);
      }
    }
  }

  @Override
  public Upload begin(ObjectKey key) throws IOException {
    return new S3Upload(uploads, key, S3Name.of(key));
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
      throws IOException {
    new Leftovers(store, uploads).remove(prefix, namePrefix, isOwn);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    S3Name name = S3Name.of(key);
    HeadObjectResponse found = store.head(name);
    if (found == null) {
      return Optional.empty();
    }
    String md5 =
        name.isInDirectoryBucket()
            ? null
            : Store.md5OfTag(found.eTag(), found.serverSideEncryption());
    return Optional.of(new StoredObject(key, found.contentLength(), md5, found.lastModified()));
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    return ResumingInput.open(store, repeat, S3Name.of(key), offset);
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    S3Name directory = S3Name.directory(prefix);
    List<StoredObject> found = new ArrayList<>();
    String token = null;
    boolean isMore = true;
    while (isMore) {
      ListObjectsV2Response page = page(directory, token);
      for (S3Object object : page.contents()) {
        add(prefix, directory, object, found);
      }
      isMore = Boolean.TRUE.equals(page.isTruncated());
      token = page.nextContinuationToken();
    }
    found.sort(Comparator.comparing(o -> o.key().name()));
    return found;
  }

  private ListObjectsV2Response page(S3Name directory, @Nullable String token) throws IOException {
    return store.call(
        "s3:ListBucket",
        directory,
        () ->
            store
                .client()
                .listObjectsV2(
                    r ->
                        r.bucket(directory.bucket())
                            .prefix(directory.key())
                            .continuationToken(token)
                            .requestPayer(store.settings().payer())
                            .overrideConfiguration(store.once())));
  }

  private static void add(
      Location prefix, S3Name directory, S3Object object, List<StoredObject> found) {
    String name = object.key().substring(directory.key().length());
    try {
      ObjectKey key = new ObjectKey(prefix, name);
      found.add(new StoredObject(key, object.size(), null, object.lastModified()));
    } catch (IllegalArgumentException e) {
      LOG.debug("not an object of ours, its name cannot be a key: {}", object.key());
    }
  }

  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    new Mover(store).move(from, to);
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    S3Name unused = S3Name.ownDirectory(key.prefix());
    store.delete(S3Name.of(key));
  }

  /** Bytes of memory that uploads have reserved at this moment. */
  public long reservedMemory() {
    return uploads.memory().reserved();
  }

  /** Lets threads end that have nothing to do. The client stays open. */
  public void close() {
    uploads.close();
  }
}
