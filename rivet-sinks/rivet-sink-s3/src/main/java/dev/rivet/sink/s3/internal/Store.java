package dev.rivet.sink.s3.internal;

import dev.rivet.sink.s3.internal.Failures.Attempt;
import dev.rivet.sink.s3.internal.PartBuffer.Sums;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.ObjectKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The requests that are made to a bucket, one attempt each, with failures in our form. Thread-safe. */
final class Store {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Metadata that tells an attempt's object from any other of the same key, when an answer was lost. */
  static final String ATTEMPT = "rivet-attempt";

  private static final String TYPE = "application/octet-stream";

  private final Supplier<S3Client> client;
  private final Settings settings;
  private final AwsRequestOverrideConfiguration once;
  private volatile CrcLevel crcLevel;

  Store(Supplier<S3Client> client, Settings settings) {
    this.client = client;
    this.settings = settings;
    this.crcLevel = settings.isCrcSent() ? CrcLevel.WHOLE : CrcLevel.NONE;
    // An application's client retries by itself: that would multiply with our layers (RT5).
    SdkPlugin noRetry =
        c -> {
          S3ServiceClientConfiguration.Builder s3 = (S3ServiceClientConfiguration.Builder) c;
          s3.overrideConfiguration(
              s3.overrideConfiguration().copy(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())));
        };
    this.once = AwsRequestOverrideConfiguration.builder().addPlugin(noRetry).build();
  }

  Settings settings() {
    return settings;
  }

  S3Client client() {
    return client.get();
  }

  /** For requests made elsewhere: one attempt. */
  AwsRequestOverrideConfiguration once() {
    return once;
  }

  /** Runs one request. */
  <T> T call(String permission, S3Name name, Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw Failures.explained(new Attempt(permission, name), e);
    }
  }

  /** A connection that broke while an answer was read. */
  IOException broken(String permission, S3Name name, IOException e) {
    return Failures.explained(
        new Attempt(permission, name), SdkClientException.create("broken connection", e));
  }

  /** The object's properties, or null if it does not exist. */
  @Nullable HeadObjectResponse head(S3Name name) throws IOException {
    try {
      return call(
          "s3:GetObject and s3:ListBucket",
          name,
          () ->
              client()
                  .headObject(
                      r ->
                          r.bucket(name.bucket())
                              .key(name.key())
                              .requestPayer(settings.payer())
                              .overrideConfiguration(once)));
    } catch (S3SinkException e) {
      if (e.status() == 404) {
        return null;
      }
      throw e;
    }
  }

  PutObjectResponse put(S3Name name, RequestBody body, Sums sums, boolean isCreate, String attempt)
      throws IOException {
    return call(
        "s3:PutObject",
        name,
        () ->
            client()
                .putObject(
                    r ->
                        r.bucket(name.bucket())
                            .key(name.key())
                            .contentType(TYPE)
                            .metadata(Map.of(ATTEMPT, attempt))
                            .contentMD5(sums.md5Base64())
                            .checksumCRC32C(settings.isCrcSent() ? sums.crc() : null)
                            .ifNoneMatch(isCreate ? "*" : null)
                            .serverSideEncryption(settings.encryption())
                            .ssekmsKeyId(settings.kmsKey())
                            .storageClass(settings.storageClass())
                            .requestPayer(settings.payer())
                            .overrideConfiguration(once),
                    body));
  }

  /**
   * A multipart upload that was begun.
   *
   * @param id the store's name for it
   * @param level what the store checks of it
   */
  record Started(String id, CrcLevel level) {}

  /** What a store checks of a multipart upload besides the MD5 of each part. */
  enum CrcLevel {
    NONE,
    /** The CRC-32C of each part. */
    PARTS,
    /** The CRC-32C of the whole object. */
    WHOLE
  }

  Started start(S3Name name, String attempt) throws IOException {
    while (true) {
      CrcLevel level = crcLevel;
      try {
        return start(name, attempt, level);
      } catch (S3SinkException e) {
        if (e.status() != 501 || level == CrcLevel.NONE) {
          throw e;
        }
        // Not every store knows these headers, and one that does not says so.
        crcLevel = level == CrcLevel.WHOLE ? CrcLevel.PARTS : CrcLevel.NONE;
        LOG.info("the store does not check CRC-32C of multipart uploads at level {}", level);
      }
    }
  }

  private Started start(S3Name name, String attempt, CrcLevel level) throws IOException {
    var response =
        call(
            "s3:PutObject",
            name,
            () ->
                client()
                    .createMultipartUpload(
                        r -> {
                          if (level != CrcLevel.NONE) {
                            r.checksumAlgorithm(ChecksumAlgorithm.CRC32_C);
                          }
                          if (level == CrcLevel.WHOLE) {
                            r.checksumType(ChecksumType.FULL_OBJECT);
                          }
                          r.bucket(name.bucket())
                              .key(name.key())
                              .contentType(TYPE)
                              .metadata(Map.of(ATTEMPT, attempt))
                              .serverSideEncryption(settings.encryption())
                              .ssekmsKeyId(settings.kmsKey())
                              .storageClass(settings.storageClass())
                              .requestPayer(settings.payer())
                              .overrideConfiguration(once);
                        }));
    boolean isWhole = response.checksumType() == ChecksumType.FULL_OBJECT;
    return new Started(
        response.uploadId(), level == CrcLevel.WHOLE && !isWhole ? CrcLevel.PARTS : level);
  }

  UploadPartResponse part(S3Name name, Started upload, int number, PartBuffer part, Sums sums)
      throws IOException {
    return call(
        "s3:PutObject",
        name,
        () ->
            client()
                .uploadPart(
                    r ->
                        r.bucket(name.bucket())
                            .key(name.key())
                            .uploadId(upload.id())
                            .partNumber(number)
                            .contentLength((long) part.size())
                            .contentMD5(sums.md5Base64())
                            .checksumCRC32C(upload.level() == CrcLevel.NONE ? null : sums.crc())
                            .requestPayer(settings.payer())
                            .overrideConfiguration(once),
                    part.body()));
  }

  CompleteMultipartUploadResponse complete(
      S3Name name, Started upload, List<CompletedPart> parts, String crc) throws IOException {
    return call(
        "s3:PutObject",
        name,
        () ->
            client()
                .completeMultipartUpload(
                    r -> {
                      if (upload.level() == CrcLevel.WHOLE) {
                        r.checksumCRC32C(crc).checksumType(ChecksumType.FULL_OBJECT);
                      }
                      r.bucket(name.bucket())
                          .key(name.key())
                          .uploadId(upload.id())
                          .multipartUpload(m -> m.parts(parts))
                          .requestPayer(settings.payer())
                          .overrideConfiguration(once);
                    }));
  }

  /**
   * Discards an upload.
   *
   * @return false if it is not open any more
   */
  boolean abort(S3Name name, String id) throws IOException {
    try {
      var unused =
          call(
              "s3:AbortMultipartUpload",
              name,
              () ->
                  client()
                      .abortMultipartUpload(
                          r ->
                              r.bucket(name.bucket())
                                  .key(name.key())
                                  .uploadId(id)
                                  .requestPayer(settings.payer())
                                  .overrideConfiguration(once)));
      return true;
    } catch (S3SinkException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  void delete(S3Name name) throws IOException {
    var unused =
        call(
            "s3:DeleteObject",
            name,
            () ->
                client()
                    .deleteObject(
                        r ->
                            r.bucket(name.bucket())
                                .key(name.key())
                                .requestPayer(settings.payer())
                                .overrideConfiguration(once)));
  }

  /**
   * Compares what the store reports about bytes with what we know of them (I10): its CRC-32C if it reports one, and its ETag where
   * that is an MD5.
   *
   * @return whether the ETag is these bytes' MD5
   */
  static boolean check(
      ObjectKey key,
      Sums ours,
      @Nullable String crc,
      @Nullable String etag,
      @Nullable ServerSideEncryption encryption)
      throws IOException {
    if (crc != null && !crc.isEmpty() && !crc.equals(ours.crc())) {
      throw new ChecksumMismatchException(key, "CRC32C " + ours.crc(), "CRC32C " + crc);
    }
    String tag = S3Name.of(key).isInDirectoryBucket() ? null : md5OfTag(etag, encryption);
    if (tag == null || ours.md5Hex() == null) {
      return false;
    }
    if (!tag.equals(ours.md5Hex())) {
      throw new ChecksumMismatchException(key, "MD5 " + ours.md5Hex(), "MD5 " + tag);
    }
    return true;
  }

  /** The MD5 that an ETag is, or null where it is something else: after multipart uploads and under KMS keys. */
  static @Nullable String md5OfTag(
      @Nullable String etag, @Nullable ServerSideEncryption encryption) {
    if (etag == null || (encryption != null && encryption != ServerSideEncryption.AES256)) {
      return null;
    }
    String tag = etag.replace("\"", "");
    return tag.matches("[0-9a-f]{32}") ? tag : null;
  }
}
