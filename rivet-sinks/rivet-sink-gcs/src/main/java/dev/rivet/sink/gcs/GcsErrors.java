package dev.rivet.sink.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.objectstore.RetryAfter;
import dev.rivet.spi.sink.objectstore.StoreException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What failures of the store mean: by type and status code; the reason in the error's JSON tells what one code cannot (RT5). */
final class GcsErrors {
  /** Refused for now, although the status says refused. */
  private static final Set<String> LIMITS =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "slowDown", "backendError");

  private static final int LONGEST_ANSWER = 400;

  private final Clock clock;

  GcsErrors(Clock clock) {
    this.clock = clock;
  }

  /** What was attempted, and what one has to be allowed to for it. */
  enum Action {
    WRITE("write", "storage.objects.create, and storage.objects.delete to replace,"),
    READ("read", "storage.objects.get"),
    LIST("list", "storage.objects.list"),
    DELETE("delete", "storage.objects.delete"),
    MOVE(
        "move",
        "storage.objects.get, storage.objects.create, storage.objects.list and"
            + " storage.objects.delete");

    private final String verb;
    private final String permission;

    Action(String verb, String permission) {
      this.verb = verb;
      this.permission = permission;
    }
  }

  /** The failure of a request, with its meaning. Types that callers rely on are used where they fit. */
  IOException explained(IOException e, Action action, String bucket, String name) {
    if (e instanceof StoreException || e instanceof ChecksumMismatchException) {
      return e;
    }
    String what = "cannot " + action.verb + " '" + url(bucket, name) + "'";
    if (e instanceof HttpResponseException response) {
      return answered(response, what, action, bucket, name);
    }
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)
        || e instanceof ClosedByInterruptException) {
      return e;
    }
    if (e instanceof Retryable credentials) {
      return credentials.isRetryable()
          ? StoreException.temporary(
              what + ": no access token: " + cut(e), Duration.ZERO, TOKEN_HINT, e)
          : StoreException.permanent(what + ": no access token: " + cut(e), TOKEN_HINT, e);
    }
    if (e instanceof SSLHandshakeException || e instanceof SSLPeerUnverifiedException) {
      return StoreException.permanent(
          what + ": the connection is not trusted: " + cut(e),
          "Add the certificate authority of the endpoint or proxy to this JVM's trust store.",
          e);
    }
    return StoreException.temporary(
        what + ": " + e.getClass().getSimpleName() + ": " + cut(e),
        Duration.ZERO,
        "The connection failed; see that the endpoint can be reached from here, proxy and firewall"
            + " included.",
        e);
  }

  private static final String TOKEN_HINT =
      "See that the credentials exist, are not revoked, and that this machine's clock is right; for"
          + " application default credentials, run 'gcloud auth application-default"
          + " print-access-token' as the same user.";

  /** Without the cause: its message has the address of an upload, with which anybody could write there. */
  private IOException answered(
      HttpResponseException e, String what, Action action, String bucket, String name) {
    int status = e.getStatusCode();
    String reason = reason(e);
    String message = what + ": " + status + (reason.isEmpty() ? "" : " " + reason) + text(e);
    if (status == 412 && action == Action.WRITE) {
      return new FileAlreadyExistsException(url(bucket, name));
    }
    if (status == 408 || status == 429 || status >= 500 || LIMITS.contains(reason)) {
      return StoreException.temporary(
          message,
          RetryAfter.parse(
              e.getHeaders().getRetryAfter(),
              e.getHeaders().getFirstHeaderStringValue("date"),
              clock.instant()),
          "The store is busy; if it stays so, lower parallel(…) or ask for more quota.",
          null);
    }
    if (status == 404) {
      return action == Action.READ || action == Action.DELETE || action == Action.MOVE
          ? new NoSuchFileException(url(bucket, name))
          : StoreException.permanent(
              message,
              "Bucket '" + bucket + "' does not exist; create it or correct the destination.",
              null);
    }
    if (status == 401) {
      return StoreException.permanent(message, TOKEN_HINT, null);
    }
    if (status == 403) {
      return StoreException.permanent(message, permissionHint(reason, action, bucket), null);
    }
    return StoreException.permanent(
        message, "The store refused the request as it is; see its answer.", null);
  }

  private static String permissionHint(String reason, Action action, String bucket) {
    return switch (reason) {
      case "retentionPolicyNotMet", "objectUnderActiveHold" ->
          "A retention policy or hold of bucket '"
              + bucket
              + "' forbids it; see 'gcloud storage buckets describe gs://"
              + bucket
              + "'.";
      case "accountDisabled", "billingNotEnabled" ->
          "See the billing of the project that owns bucket '" + bucket + "'.";
      default ->
          "Grant "
              + action.permission
              + " on bucket '"
              + bucket
              + "' to the account in use, for example by roles/storage.objectUser; see"
              + " 'gcloud storage buckets get-iam-policy gs://"
              + bucket
              + "', VPC service controls, and for requester-pays buckets userProject(…) and"
              + " serviceusage.services.use.";
    };
  }

  /** The store's own account of a refusal, cut; it names the caller, never a secret. */
  private static String text(HttpResponseException e) {
    if (e instanceof GoogleJsonResponseException json
        && json.getDetails() != null
        && json.getDetails().getMessage() != null) {
      return " (" + cut(json.getDetails().getMessage()) + ")";
    }
    return "";
  }

  private static String reason(HttpResponseException e) {
    if (e instanceof GoogleJsonResponseException json && json.getDetails() != null) {
      GoogleJsonError details = json.getDetails();
      if (details.getErrors() != null && !details.getErrors().isEmpty()) {
        String reason = details.getErrors().get(0).getReason();
        return reason == null ? "" : reason;
      }
    }
    return "";
  }

  /**
   * Whether the store refused the bytes because they did not match the checksum we sent with them. The code is that of any bad
   * request, so here the text decides.
   */
  static boolean isChecksumRefusal(HttpResponseException e) {
    return e.getStatusCode() == 400 && text(e).contains("CRC32C");
  }

  private static String cut(Throwable e) {
    return cut(String.valueOf(e.getMessage()));
  }

  private static String cut(String text) {
    return text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + "…" : text;
  }

  static String url(String bucket, String name) {
    return "gs://" + bucket + "/" + name;
  }

  static SinkFailure classify(IOException e) {
    if (e instanceof StoreException known) {
      return known.verdict();
    }
    if (e instanceof ChecksumMismatchException) {
      return new SinkFailure(
          ErrorCode.SINK_CHECKSUM_MISMATCH,
          true,
          Duration.ZERO,
          "The part is written again; if it happens again, look for a proxy that changes bytes.");
    }
    if (e instanceof FileAlreadyExistsException) {
      return failed("Another writer created it first; see who else exports to this destination.");
    }
    if (e instanceof NoSuchFileException) {
      return failed("It is gone; see who else removes objects or files there.");
    }
    if (e instanceof InterruptedIOException || e instanceof ClosedByInterruptException) {
      return failed("The thread was interrupted; apply the same plan again.");
    }
    return failed("See the cause; apply the same plan again when it is gone.");
  }

  private static SinkFailure failed(String hint) {
    return new SinkFailure(ErrorCode.SINK_FAILED, false, Duration.ZERO, hint);
  }
}
