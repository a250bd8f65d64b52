package dev.rivet.sink.s3.internal;

import dev.rivet.unit.Location;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Uploads that a crash left open. S3 does not tell who is still writing, so what counts is silence: no part for a while, by the
 * store's own clock, which no machine's clock can disturb.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Store store;
  private final Uploads uploads;

  Leftovers(Store store, Uploads uploads) {
    this.store = store;
    this.uploads = uploads;
  }

  void remove(Location prefix, String namePrefix, Predicate<String> isOwn) throws IOException {
    S3Name directory = S3Name.ownDirectory(prefix);
    S3Name begin = new S3Name(directory.bucket(), directory.key() + namePrefix);
    String keyMarker = null;
    String idMarker = null;
    boolean isMore = true;
    while (isMore) {
      ListMultipartUploadsResponse page = page(begin, keyMarker, idMarker);
      // The header cuts fractions of a second off.
      Instant now = Failures.date(page.sdkHttpResponse()).orElseGet(Instant::now).plusSeconds(1);
      for (MultipartUpload upload : page.uploads()) {
        // Not every store that is asked for a prefix keeps to it.
        if (upload.key().startsWith(begin.key())
            && isOwn.test(upload.key().substring(directory.key().length()))
            && !uploads.live().contains(upload.uploadId())) {
          removeIfSilent(new S3Name(begin.bucket(), upload.key()), upload, now);
        }
      }
      isMore = Boolean.TRUE.equals(page.isTruncated());
      keyMarker = page.nextKeyMarker();
      idMarker = page.nextUploadIdMarker();
    }
  }

  private ListMultipartUploadsResponse page(
      S3Name begin, @Nullable String keyMarker, @Nullable String idMarker) throws IOException {
    return store.call(
        "s3:ListBucketMultipartUploads",
        begin,
        () ->
            store
                .client()
                .listMultipartUploads(
                    r ->
                        r.bucket(begin.bucket())
                            .prefix(begin.key())
                            .keyMarker(keyMarker)
                            .uploadIdMarker(idMarker)
                            .requestPayer(store.settings().payer())
                            .overrideConfiguration(store.once())));
  }

  private void removeIfSilent(S3Name name, MultipartUpload upload, Instant now) throws IOException {
    Instant limit = now.minus(store.settings().leftoversAfter());
    if (upload.initiated() != null && upload.initiated().isAfter(limit)) {
      return;
    }
    for (Part part : parts(name, upload.uploadId())) {
      if (part.lastModified() != null && part.lastModified().isAfter(limit)) {
        return;
      }
    }
    if (store.abort(name, upload.uploadId())) {
      LOG.info("aborted the upload that a crash left behind: {}", name);
    }
  }

  private List<Part> parts(S3Name name, String id) throws IOException {
    List<Part> all = new ArrayList<>();
    Integer marker = null;
    boolean isMore = true;
    while (isMore) {
      Integer from = marker;
      ListPartsResponse page;
      try {
        page =
            store.call(
                "s3:ListMultipartUploadParts",
                name,
                () ->
                    store
                        .client()
                        .listParts(
                            r ->
                                r.bucket(name.bucket())
                                    .key(name.key())
                                    .uploadId(id)
                                    .partNumberMarker(from)
                                    .requestPayer(store.settings().payer())
                                    .overrideConfiguration(store.once())));
      } catch (S3SinkException e) {
        if (e.status() == 404) {
          return all; // Completed or aborted meanwhile.
        }
        throw e;
      }
      all.addAll(page.parts());
      isMore = Boolean.TRUE.equals(page.isTruncated());
      marker = page.nextPartNumberMarker();
    }
    return all;
  }
}
