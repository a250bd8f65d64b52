package dev.rivet.sink.azure;

import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.core.util.polling.PollResponse;
import com.azure.core.util.polling.SyncPoller;
import com.azure.storage.blob.models.BlobCopyInfo;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobBeginCopyOptions;
import dev.rivet.sink.azure.AzureErrors.Action;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.objectstore.BlockUpload;
import dev.rivet.spi.sink.objectstore.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Copies a blob. */
final class AzureCopy {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final AzureSink sink;
  private final AzureErrors errors;

  AzureCopy(AzureSink sink, AzureErrors errors) {
    this.sink = sink;
    this.errors = errors;
  }

  /**
   * Copies inside the account. The store reads the source by the credentials of the request, which is not possible with a SAS or a
   * customer's key: then the bytes go through this process.
   */
  void copy(ObjectKey from, BlobProperties source, ObjectKey to) throws IOException {
    try {
      SyncPoller<BlobCopyInfo, Void> copy =
          sink.blob(to)
              .beginCopy(
                  new BlobBeginCopyOptions(sink.blob(from).getBlobUrl()).setPollInterval(POLL));
      PollResponse<BlobCopyInfo> end = copy.waitForCompletion(PATIENCE);
      if (!end.getStatus().equals(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED)) {
        throw StoreException.temporary(
            "copying '" + from + "' ended as " + end.getStatus(),
            Duration.ZERO,
            "The copy is tried again.",
            null);
      }
    } catch (BlobStorageException e) {
      int status = e.getStatusCode();
      if (status != 400 && status != 401 && status != 403 && status != 404 && status != 409) {
        throw errors.explained(e, Action.MOVE, from);
      }
      through(from, source, to);
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.MOVE, from);
    }
    check(source, to);
  }

  private void through(ObjectKey from, BlobProperties source, ObjectKey to) throws IOException {
    try (InputStream in = sink.open(from, 0);
        BlockUpload upload = sink.beginOnce(to)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int unused = upload.channel().write(ByteBuffer.wrap(buffer, 0, n));
      }
      byte[] md5 = source.getContentMd5();
      StoredObject stored =
          upload.commit(
              new Checksums(
                  source.getBlobSize(),
                  "", // Not looked at: the store's own MD5 is what we have.
                  md5 == null ? Map.of() : Map.of(Algorithm.MD5, AzureTarget.hex(md5))));
      assert stored.size() == source.getBlobSize();
    }
  }

  private void check(BlobProperties source, ObjectKey to) throws IOException {
    BlobProperties copy =
        sink.properties(to)
            .orElseThrow(
                () ->
                    StoreException.temporary(
                        "the copy '" + to + "' is not there",
                        Duration.ZERO,
                        "The copy is tried again.",
                        null));
    boolean sameBytes =
        source.getContentMd5() == null
            || copy.getContentMd5() == null
            || Arrays.equals(source.getContentMd5(), copy.getContentMd5());
    if (copy.getBlobSize() != source.getBlobSize() || !sameBytes) {
      throw new ChecksumMismatchException(
          to, "of " + source.getBlobSize() + " bytes", "of " + copy.getBlobSize() + " bytes");
    }
  }
}
