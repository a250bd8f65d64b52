package dev.rivet.sink.s3.internal;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.SinkFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What failures of the store and of the way to it mean (RT5): by type, status and error code, never by message text. */
final class Failures {
  private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

  private static final Set<String> TRANSIENT =
      Set.of(
          "SlowDown",
          "RequestTimeout",
          "RequestTimeTooSkewed", // The client library takes the store's clock over from the
          // answer.
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequests",
          "InternalError",
          "ServiceUnavailable",
          "OperationAborted",
          "ConditionalRequestConflict",
          "NoSuchUpload"); // The part is written again, from its source.
  private static final Set<String> FULL =
      Set.of("XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded");
  private static final Set<String> UNKNOWN_CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired");
  private static final Set<String> WRONG_REGION =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException");
  private static final Set<String> BAD_DIGEST =
      Set.of(
          "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

  private Failures() {}

  /** What a call was about to do; becomes part of messages. */
  record Attempt(String permission, S3Name name) {
    /** The resource that a policy names. */
    String resource() {
      boolean ofBucket = permission.startsWith("s3:List") && !permission.endsWith("Parts");
      if (ofBucket) {
        return "arn:aws:s3:::" + name.bucket();
      }
      int directory = name.key().lastIndexOf('/') + 1;
      return "arn:aws:s3:::" + name.bucket() + "/" + name.key().substring(0, directory) + "*";
    }
  }

  /** Our form of the client library's exception. */
  static IOException explained(Attempt attempt, SdkException e) {
    if (e instanceof AbortedException || isInterrupt(e)) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException("interrupted during " + attempt.permission());
      stopped.initCause(e);
      return stopped;
    }
    if (e instanceof S3Exception answered) {
      return answered(attempt, answered);
    }
    return unanswered(attempt, e);
  }

  private static boolean isInterrupt(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof InterruptedException || t instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }

  private static S3SinkException answered(Attempt attempt, S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    Optional<SdkHttpResponse> http =
        Optional.ofNullable(details).map(AwsErrorDetails::sdkHttpResponse);
    String request = e.requestId() == null ? "" : ", request " + e.requestId();
    String message =
        attempt.permission()
            + " on '"
            + attempt.name()
            + "' was answered with "
            + e.statusCode()
            + (code.isEmpty() ? "" : " " + code)
            + request;
    SinkFailure verdict = verdict(attempt, e.statusCode(), code, http.orElse(null));
    return new S3SinkException(message, verdict, e.statusCode(), code, e);
  }

  private static SinkFailure verdict(
      Attempt attempt, int status, String code, @Nullable SdkHttpResponse http) {
    if (BAD_DIGEST.contains(code)) {
      return new SinkFailure(
          ErrorCode.SINK_CHECKSUM_MISMATCH,
          true,
          Duration.ZERO,
          "The store received other bytes than were sent; if it happens again, look at proxies on"
              + " the way to it.");
    }
    if (FULL.contains(code) || status == 507) {
      return permanent(
          ErrorCode.SINK_FULL,
          "Free space or raise the quota of bucket '"
              + attempt.name().bucket()
              + "'; the same plan then continues.");
    }
    boolean mayPass =
        TRANSIENT.contains(code)
            || status == 408
            || status == 429
            || (status >= 500 && status != 501 && status != 505);
    if (mayPass) {
      return new SinkFailure(ErrorCode.SINK_FAILED, true, retryAfter(http), transientHint(code));
    }
    return refusal(attempt, status, code, http);
  }

  private static String transientHint(String code) {
    return switch (code) {
      case "RequestTimeTooSkewed" ->
          "Set this machine's clock: it differs from the store's by more than 15 minutes.";
      case "NoSuchUpload" ->
          "Somebody aborted the upload; see whether a lifecycle rule of the bucket is shorter than"
              + " an export.";
      case "SlowDown" ->
          "The store asks for fewer requests: larger parts, less parallelism, or a prefix of its"
              + " own.";
      default -> "The store is busy or down; see its status page, then apply the same plan again.";
    };
  }

  private static SinkFailure refusal(
      Attempt attempt, int status, String code, @Nullable SdkHttpResponse http) {
    String bucket = attempt.name().bucket();
    String region = http == null ? "" : http.firstMatchingHeader("x-amz-bucket-region").orElse("");
    if (WRONG_REGION.contains(code) || status == 301 || status == 307) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "Bucket '"
              + bucket
              + "' is in "
              + (region.isEmpty() ? "another region" : "region " + region)
              + "; give the client that region.");
    }
    if (UNKNOWN_CREDENTIALS.contains(code) || status == 401) {
      return permanent(
          ErrorCode.SINK_PERMISSION,
          "The store does not accept these credentials for '"
              + attempt.name()
              + "': see whether the access key exists there and the session has not expired.");
    }
    if (status == 403 || code.startsWith("KMS.")) {
      return permanent(
          ErrorCode.SINK_PERMISSION,
          "Allow "
              + attempt.permission()
              + " on "
              + attempt.resource()
              + " for the credentials in use, to write '"
              + attempt.name()
              + "'; if they have it, look for a deny in the bucket's, the endpoint's or the"
              + " encryption key's policy.");
    }
    if (code.equals("NoSuchBucket") || (status == 404 && code.isEmpty())) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "Create bucket '"
              + bucket
              + "' or correct the destination; buckets are never created here.");
    }
    if (status == 501) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "The store does not implement what was asked; S3Sink.builder() can do without checksum"
              + " headers, conditional writes, encryption and storage classes.");
    }
    return permanent(
        ErrorCode.SINK_FAILED, "Look the store's error code up in its documentation and its log.");
  }

  private static S3SinkException unanswered(Attempt attempt, SdkException e) {
    String message = attempt.permission() + " on '" + attempt.name() + "' was not answered: ";
    Throwable root = e;
    boolean isNetwork =
        e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException;
    for (Throwable t = e; t != null; t = t.getCause()) {
      isNetwork |= t instanceof IOException;
      if (t instanceof CertificateException) {
        return S3SinkException.permanent(
            ErrorCode.SINK_FAILED,
            message + "its certificate is not trusted",
            "Check the endpoint's host name, and give the JVM a trust store with the store's"
                + " authority.",
            e);
      }
      root = t;
    }
    message += root.getClass().getSimpleName();
    if (isNetwork) {
      return new S3SinkException(
          message,
          new SinkFailure(
              ErrorCode.SINK_FAILED,
              true,
              Duration.ZERO,
              "Check endpoint, region, proxy and firewall between this machine and the store."),
          0,
          "",
          e);
    }
    return S3SinkException.permanent(
        ErrorCode.SINK_PERMISSION,
        message,
        "The request could not be made; most often no credentials were found: see which of"
            + " environment, profile, web identity or instance role should give them.",
        e);
  }

  private static Duration retryAfter(@Nullable SdkHttpResponse http) {
    String text = http == null ? "" : http.firstMatchingHeader("Retry-After").orElse("").strip();
    Duration wish = Duration.ZERO;
    if (text.matches("[0-9]{1,9}")) {
      wish = Duration.ofSeconds(Long.parseLong(text));
    } else if (!text.isEmpty() && http != null) {
      wish =
          date(text).flatMap(to -> date(http).map(from -> Duration.between(from, to))).orElse(wish);
    }
    if (wish.isNegative()) {
      return Duration.ZERO;
    }
    return wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
  }

  /** What the store's clock said when it answered. */
  static Optional<Instant> date(SdkHttpResponse http) {
    return http.firstMatchingHeader("Date").flatMap(Failures::date);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static SinkFailure permanent(ErrorCode code, String hint) {
    return new SinkFailure(code, false, Duration.ZERO, hint);
  }

  static SinkFailure classify(IOException e) {
    if (e instanceof S3SinkException known) {
      return known.verdict();
    }
    if (e instanceof ChecksumMismatchException) {
      return new SinkFailure(
          ErrorCode.SINK_CHECKSUM_MISMATCH,
          true,
          Duration.ZERO,
          "The object is written again; if it happens again, look at memory and at proxies on the"
              + " way to the store.");
    }
    if (e instanceof FileAlreadyExistsException) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "Another writer created it first; see who else exports to this destination.");
    }
    if (e instanceof NoSuchFileException) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "The object is gone; see who else removes objects, and which lifecycle rules the bucket"
              + " has.");
    }
    if (e instanceof InterruptedIOException || e instanceof ClosedByInterruptException) {
      return permanent(
          ErrorCode.SINK_FAILED, "The thread was interrupted; apply the same plan again.");
    }
    return permanent(ErrorCode.SINK_FAILED, "See the message and its causes.");
  }
}
