package dev.rivet.sink.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.rivet.sink.azure.AzureErrors.Action;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Azure Blob Storage, scheme {@code az}: {@code az://container/prefix}; the account is the client's. Thread-safe; holds no resource
 * that has to be closed.
 *
 * <p>A part up to one block (default 8 MiB) goes in a single request, a larger one as staged blocks, sent while it is encoded; an
 * upload holds at most {@code concurrency + 1} blocks. A blob becomes visible when the list of its blocks is committed, and only if
 * every block's MD5 at the store, and that of all bytes sent, is ours (DW1, I10). Staged blocks of an upload that failed are
 * invisible; Azure has no request that drops them without showing an object, and drops them by itself after a week. So
 * {@link #removeLeftovers} has nothing to do.
 *
 * <p>Manifest and marker are single requests (M7); {@link PutMode#CREATE} has one winner among all writers
 * ({@code If-None-Match: *}).
 *
 * <p>Requests are repeated by Rivet, by status code and with regard to {@code Retry-After}, not by Azure's client: of a client that
 * the application passes in, its connections, credentials, headers and encryption are used, its retry policy is not (RT5).
 *
 * <p>Needs the role <em>Storage Blob Data Contributor</em> on the container, or a SAS with read, write, delete, list and create.
 */
public final class AzureSink implements DirectSink, MovingSink {
  private static final Logger LOG = LoggerFactory.getLogger(AzureSink.class);
  private static final String SCHEME = "az";
  private static final int LISTING_PAGE = 5000;
  private static final String FOLDER_MARK = "hdi_isfolder";

  private final AzureContainers containers;
  private final AzureOptions options;
  private final AzureErrors errors;
  private final AzureCopy copies;
  private final BlockUpload.Settings uploads;

  AzureSink(AzureContainers containers, AzureOptions options, Attempts attempts, Clock clock) {
    this.containers = containers;
    this.options = options;
    this.errors = new AzureErrors(clock);
    this.copies = new AzureCopy(this, errors);
    this.uploads =
        new BlockUpload.Settings(
            options.blockSize(),
            options.concurrency(),
            UploadThreads.named("rivet-azure"),
            attempts,
            AzureSink::inUpload);
  }

  AzureSink(AzureContainers containers, AzureOptions options) {
    this(containers, options, Attempts.standard(new SecureRandom()), Clock.systemUTC());
  }

  /** With the application's client for an account, and defaults for the rest. */
  public static AzureSink create(BlobServiceClient client) {
    return builder().client(client).build();
  }

  /** With the application's client for a container, the only one this sink then writes to. */
  public static AzureSink create(BlobContainerClient client) {
    return builder().client(client).build();
  }

  /** With options, and with a client or without. */
  public static AzureSinkBuilder builder() {
    return new AzureSinkBuilder();
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public SinkCapabilities capabilities() {
    return SinkCapabilities.of(CommitProtocol.FINALIZE_ON_CLOSE)
        .conditional()
        .withChecksums(Algorithm.MD5);
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return AzureErrors.classify(failure);
  }

  /** The same bytes sent again in the same upload would get the same answer; the slice is what repeats. */
  private static SinkFailure inUpload(IOException failure) {
    SinkFailure verdict = AzureErrors.classify(failure);
    return failure instanceof ChecksumMismatchException
        ? new SinkFailure(verdict.code(), false, verdict.retryAfter(), verdict.hint())
        : verdict;
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
    ByteBuffer bytes = ByteBuffer.wrap(content);
    BlobRequestConditions conditions =
        mode == PutMode.CREATE ? new BlobRequestConditions().setIfNoneMatch("*") : null;
    return target(key).putWhole(bytes, Md5.of(bytes), conditions);
  }

  @Override
  public Upload begin(ObjectKey key) throws IOException {
    return new BlockUpload(key, target(key), uploads);
  }

  /** One attempt at each request: for calls that the library repeats as a whole. */
  BlockUpload beginOnce(ObjectKey key) throws IOException {
    return new BlockUpload(key, target(key), uploads.withoutRetries());
  }

  private AzureTarget target(ObjectKey key) throws IOException {
    return new AzureTarget(key, blob(key), options, errors);
  }

  BlockBlobClient blob(ObjectKey key) throws IOException {
    BucketPath path = path(key.prefix());
    return containers
        .named(path.bucket())
        .getBlobClient(path.name(key.name()))
        .getBlockBlobClient();
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn) {
    LOG.debug("staged blocks below {} are invisible and expire at the store", prefix);
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    return properties(key).map(p -> stored(key, p));
  }

  Optional<BlobProperties> properties(ObjectKey key) throws IOException {
    try {
      return Optional.of(blob(key).getPropertiesWithResponse(null, null, Context.NONE).getValue());
    } catch (RuntimeException e) {
      if (e instanceof BlobStorageException answer && answer.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw errors.explained(e, Action.READ, key);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    InputStream first = open(key, offset, null);
    return first instanceof AzureInput input
        ? new ResumingInput(
            first,
            offset,
            from -> open(key, from, input.tag()),
            uploads.attempts(),
            AzureErrors::classify)
        : first;
  }

  private InputStream open(ObjectKey key, long offset, @Nullable String tag) throws IOException {
    BlobInputStreamOptions request = new BlobInputStreamOptions().setRange(new BlobRange(offset));
    if (tag != null) {
      request.setRequestConditions(new BlobRequestConditions().setIfMatch(tag));
    }
    try {
      return new AzureInput(blob(key).openInputStream(request, Context.NONE), errors, key);
    } catch (RuntimeException e) {
      if (e instanceof BlobStorageException answer
          && BlobErrorCode.INVALID_RANGE.toString().equals(AzureErrors.code(answer))) {
        return InputStream
            .nullInputStream(); // From the end, or beyond it: nothing is left to read.
      }
      throw errors.explained(e, Action.READ, key);
    }
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    BucketPath path = path(prefix);
    ListBlobsOptions request =
        new ListBlobsOptions()
            .setPrefix(path.directory())
            .setMaxResultsPerPage(LISTING_PAGE)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    List<StoredObject> objects = new ArrayList<>();
    try {
      for (BlobItem item : containers.named(path.bucket()).listBlobs(request, null)) {
        String name = item.getName().substring(path.directory().length());
        if (!isFolder(item)) {
          try {
            objects.add(stored(new ObjectKey(prefix, name), item));
          } catch (IllegalArgumentException e) {
            LOG.debug("not an object, its name cannot be a key: {}", item.getName());
          }
        }
      }
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.LIST, prefix.toString(), prefix.path());
    }
    objects.sort(Comparator.comparing(o -> o.key().name()));
    return objects;
  }

  /** Accounts with a hierarchical namespace list their directories too. */
  private static boolean isFolder(BlobItem item) {
    Map<String, String> metadata = item.getMetadata();
    return metadata != null && "true".equals(metadata.get(FOLDER_MARK));
  }

  /** A copy, inside the account where it allows that, then a delete; refused where the destination is the whole container. */
  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    path(from.prefix()).requirePrefix("move", from);
    path(to.prefix()).requirePrefix("move", to);
    BlobProperties source =
        properties(from).orElseThrow(() -> new NoSuchFileException(from.toString()));
    copies.copy(from, source, to);
    delete(from, new BlobRequestConditions().setIfMatch(source.getETag()));
  }

  /** Refused where the destination is the whole container. */
  @Override
  public void delete(ObjectKey key) throws IOException {
    path(key.prefix()).requirePrefix("delete", key);
    delete(key, null);
  }

  private void delete(ObjectKey key, @Nullable BlobRequestConditions conditions)
      throws IOException {
    try {
      boolean unused =
          blob(key)
              .deleteIfExistsWithResponse(
                  DeleteSnapshotsOptionType.INCLUDE, conditions, null, Context.NONE)
              .getValue();
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.DELETE, key);
    }
  }

  private static BucketPath path(Location prefix) {
    return BucketPath.of(SCHEME, prefix);
  }

  private static StoredObject stored(ObjectKey key, BlobProperties properties) {
    return stored(
        key, properties.getBlobSize(), properties.getContentMd5(), properties.getLastModified());
  }

  private static StoredObject stored(ObjectKey key, BlobItem item) {
    return stored(
        key,
        item.getProperties().getContentLength(),
        item.getProperties().getContentMd5(),
        item.getProperties().getLastModified());
  }

  private static StoredObject stored(
      ObjectKey key, long size, byte @Nullable [] md5, @Nullable OffsetDateTime modified) {
    return new StoredObject(
        key,
        size,
        md5 == null ? null : AzureTarget.hex(md5),
        modified == null ? null : modified.toInstant());
  }
}
