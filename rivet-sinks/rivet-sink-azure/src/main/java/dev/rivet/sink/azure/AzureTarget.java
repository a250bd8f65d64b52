package dev.rivet.sink.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.rivet.sink.azure.AzureErrors.Action;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.objectstore.BlockTarget;
import dev.rivet.spi.sink.objectstore.ContentTypes;
import dev.rivet.spi.sink.objectstore.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One blob on its way. Blocks are staged under names of this upload alone, so two uploads to one name cannot mix; the blob appears
 * when their list is committed. Staged blocks that no list names are invisible, and the store drops them after a week.
 */
final class AzureTarget implements BlockTarget {
  private static final int MOST_BLOCKS = 50_000;
  private static final int ID_LENGTH = 16;

  private final ObjectKey key;
  private final BlockBlobClient blob;
  private final AzureOptions options;
  private final AzureErrors errors;
  private final byte[] uploadId = new byte[ID_LENGTH - Integer.BYTES];
  private final Md5 whole = new Md5();
  private @Nullable String visible;

  AzureTarget(ObjectKey key, BlockBlobClient blob, AzureOptions options, AzureErrors errors) {
    this.key = key;
    this.blob = blob;
    this.options = options;
    this.errors = errors;
    new SecureRandom().nextBytes(uploadId);
  }

  /** All names of blocks of a blob must be of one length. */
  private String blockId(int number) {
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(ID_LENGTH).put(uploadId).putInt(number).array());
  }

  @Override
  public StoredObject putWhole(ByteBuffer bytes, Checksums checksums, int attempt)
      throws IOException {
    byte[] own = Md5.of(bytes);
    return putWhole(bytes, claimed(checksums, own), null);
  }

  /** One request; the store refuses the bytes if they do not have this MD5. */
  StoredObject putWhole(ByteBuffer bytes, byte[] md5, @Nullable BlobRequestConditions conditions)
      throws IOException {
    long size = bytes.remaining();
    try {
      Response<BlockBlobItem> response =
          blob.uploadWithResponse(
              new BlockBlobSimpleUploadOptions(BinaryData.fromByteBuffer(bytes))
                  .setContentMd5(md5)
                  .setHeaders(headers(md5))
                  .setTier(tier())
                  .setRequestConditions(conditions),
              null,
              Context.NONE);
      BlockBlobItem item = response.getValue();
      visible = item.getETag();
      byte[] reported = item.getContentMd5();
      if (reported != null && !Arrays.equals(reported, md5)) {
        throw withdrawn(mismatch(md5, hex(reported)));
      }
      return stored(size, md5, item);
    } catch (BlobStorageException e) {
      throw refused(e, md5);
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.WRITE, key);
    }
  }

  @Override
  public void putBlock(Block block, int attempt) throws IOException {
    if (block.number() >= MOST_BLOCKS - 1) {
      throw StoreException.permanent(
          "'" + key + "' has more than " + MOST_BLOCKS + " blocks",
          "Set a larger blockSize(…) on the sink, or a smaller maxFileSize on the format.",
          null);
    }
    whole.add(block.number(), block.bytes());
    byte[] md5 = Md5.of(block.bytes());
    try {
      Response<Void> response =
          blob.stageBlockWithResponse(
              new BlockBlobStageBlockOptions(
                      blockId(block.number()), BinaryData.fromByteBuffer(block.bytes()))
                  .setContentMd5(md5),
              null,
              Context.NONE);
      String reported = response.getHeaders().getValue(HttpHeaderName.CONTENT_MD5);
      if (reported != null && !reported.equals(Base64.getEncoder().encodeToString(md5))) {
        throw mismatch(md5, "of block " + block.number() + " " + reported);
      }
    } catch (BlobStorageException e) {
      throw refused(e, md5);
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.WRITE, key);
    }
  }

  @Override
  public StoredObject finish(Block last, Checksums checksums, int attempt) throws IOException {
    putBlock(last, attempt);
    byte[] md5 = claimed(checksums, whole.value());
    List<String> blocks = IntStream.rangeClosed(0, last.number()).mapToObj(this::blockId).toList();
    try {
      BlockBlobItem item =
          blob.commitBlockListWithResponse(
                  new BlockBlobCommitBlockListOptions(blocks)
                      .setHeaders(headers(md5))
                      .setTier(tier()),
                  null,
                  Context.NONE)
              .getValue();
      visible = item.getETag();
      return stored(checksums.size(), md5, item);
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.WRITE, key);
    }
  }

  /** Nothing can be done, and nothing has to: staged blocks are invisible and expire. */
  @Override
  public void abandon() {}

  @Override
  public void remove() throws IOException {
    String tag = visible;
    if (tag != null) {
      visible = null;
      try {
        boolean unused =
            blob.deleteIfExistsWithResponse(
                    null, new BlobRequestConditions().setIfMatch(tag), null, Context.NONE)
                .getValue();
      } catch (RuntimeException e) {
        throw errors.explained(e, Action.DELETE, key);
      }
    }
  }

  private IOException withdrawn(ChecksumMismatchException mismatch) {
    try {
      remove();
    } catch (IOException e) {
      mismatch.addSuppressed(e); // No manifest will list it.
    }
    return mismatch;
  }

  /** I10: the bytes that were sent must be those that the library computed its checksum over. */
  private byte[] claimed(Checksums checksums, byte[] own) throws ChecksumMismatchException {
    String claim = checksums.values().get(Algorithm.MD5);
    if (claim != null && !claim.equals(hex(own))) {
      throw new ChecksumMismatchException(key, "MD5 " + claim, "MD5 " + hex(own));
    }
    return own;
  }

  private IOException refused(BlobStorageException e, byte[] md5) {
    return BlobErrorCode.MD5MISMATCH.toString().equals(AzureErrors.code(e))
        ? mismatch(md5, "another, so it refused the bytes")
        : errors.explained(e, Action.WRITE, key);
  }

  private ChecksumMismatchException mismatch(byte[] md5, String reported) {
    return new ChecksumMismatchException(key, "MD5 " + hex(md5), "MD5 " + reported);
  }

  private BlobHttpHeaders headers(byte[] md5) {
    return new BlobHttpHeaders().setContentType(ContentTypes.of(key.name())).setContentMd5(md5);
  }

  private @Nullable AccessTier tier() {
    String tier = options.accessTier();
    return tier == null ? null : AccessTier.fromString(tier);
  }

  private StoredObject stored(long size, byte[] md5, BlockBlobItem item) {
    Instant modified = item.getLastModified() == null ? null : item.getLastModified().toInstant();
    return new StoredObject(key, size, hex(md5), modified);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
