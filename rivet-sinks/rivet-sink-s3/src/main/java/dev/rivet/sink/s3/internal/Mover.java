package dev.rivet.sink.s3.internal;

import dev.rivet.sink.s3.internal.Store.CrcLevel;
import dev.rivet.sink.s3.internal.Store.Started;
import dev.rivet.spi.sink.ObjectKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies and deletes: S3 has no rename. */
final class Mover {
  private static final long PIECE = 1L << 30;

  private final Store store;

  Mover(Store store) {
    this.store = store;
  }

  void move(ObjectKey from, ObjectKey to) throws IOException {
    S3Name unused = S3Name.ownDirectory(from.prefix());
    unused = S3Name.ownDirectory(to.prefix());
    S3Name source = S3Name.of(from);
    S3Name target = S3Name.of(to);
    HeadObjectResponse found = store.head(source);
    if (found == null) {
      throw new NoSuchFileException(source.toString());
    }
    if (found.contentLength() <= store.settings().copyLimit()) {
      copy(source, target);
    } else {
      copyInPieces(source, target, found.contentLength());
    }
    store.delete(source);
  }

  private void copy(S3Name source, S3Name target) throws IOException {
    try {
      var unused =
          store.call(
              "s3:GetObject and s3:PutObject",
              target,
              () ->
                  store
                      .client()
                      .copyObject(
                          r ->
                              r.sourceBucket(source.bucket())
                                  .sourceKey(source.key())
                                  .destinationBucket(target.bucket())
                                  .destinationKey(target.key())
                                  .serverSideEncryption(store.settings().encryption())
                                  .ssekmsKeyId(store.settings().kmsKey())
                                  .storageClass(store.settings().storageClass())
                                  .requestPayer(store.settings().payer())
                                  .overrideConfiguration(store.once())));
    } catch (S3SinkException e) {
      if (e.status() == 404 && !e.errorCode().equals("NoSuchBucket")) {
        NoSuchFileException gone = new NoSuchFileException(source.toString());
        gone.initCause(e);
        throw gone;
      }
      throw e;
    }
  }

  private void copyInPieces(S3Name source, S3Name target, long size) throws IOException {
    Started upload = store.start(target, UUID.randomUUID().toString());
    boolean isDone = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      long piece = Math.min(PIECE, store.settings().copyLimit());
      for (long at = 0; at < size; at += piece) {
        parts.add(
            copyPiece(source, target, upload, parts.size() + 1, at, Math.min(size, at + piece)));
      }
      var unused = store.complete(target, new Started(upload.id(), CrcLevel.PARTS), parts, "");
      isDone = true;
    } finally {
      if (!isDone) {
        boolean unused = store.abort(target, upload.id());
      }
    }
  }

  private CompletedPart copyPiece(
      S3Name source, S3Name target, Started upload, int number, long from, long to)
      throws IOException {
    CopyPartResult copied =
        store
            .call(
                "s3:GetObject and s3:PutObject",
                target,
                () ->
                    store
                        .client()
                        .uploadPartCopy(
                            r ->
                                r.sourceBucket(source.bucket())
                                    .sourceKey(source.key())
                                    .copySourceRange("bytes=" + from + "-" + (to - 1))
                                    .destinationBucket(target.bucket())
                                    .destinationKey(target.key())
                                    .uploadId(upload.id())
                                    .partNumber(number)
                                    .requestPayer(store.settings().payer())
                                    .overrideConfiguration(store.once())))
            .copyPartResult();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(copied.eTag())
        .checksumCRC32C(copied.checksumCRC32C())
        .build();
  }
}
