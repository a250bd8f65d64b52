package dev.rivet.sink.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.blob.models.BlobStorageException;
import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.ObjectKey;
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
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What failures of the store mean: by status and the store's own error code, never by text (RT5). */
final class AzureErrors {
  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
  private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");
  private static final int DEEPEST_CAUSE = 20;

  private final Clock clock;

  AzureErrors(Clock clock) {
    this.clock = clock;
  }

  /** What was attempted, and the data action one has to be allowed for it. */
  enum Action {
    WRITE("write", "write", "write, create and add (w, c, a)"),
    READ("read", "read", "read (r)"),
    LIST("list", "read", "list (l)"),
    DELETE("delete", "delete", "delete (d)"),
    MOVE("move", "read, …/write and …/delete", "read, write and delete (r, w, d)");

    private final String verb;
    private final String dataAction;
    private final String sas;

    Action(String verb, String dataAction, String sas) {
      this.verb = verb;
      this.dataAction = dataAction;
      this.sas = sas;
    }
  }

  /** The failure of a request, with its meaning. Types that callers rely on are used where they fit. */
  IOException explained(RuntimeException e, Action action, ObjectKey key) {
    return explained(e, action, key.toString(), key.prefix().path());
  }

  /** As above, for what is not one object. */
  IOException explained(RuntimeException e, Action action, String url, String path) {
    String container = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    String what = "cannot " + action.verb + " '" + url + "'";
    if (e instanceof BlobStorageException answer) {
      return answered(answer, what, action, url, container);
    }
    InterruptedException interrupt = cause(e, InterruptedException.class);
    if (interrupt != null || cause(e, ClosedByInterruptException.class) != null) {
      Thread.currentThread().interrupt();
      return new InterruptedIOException(what + ": interrupted");
    }
    if (e instanceof ClientAuthenticationException
        || e.getClass().getSimpleName().equals("CredentialUnavailableException")) {
      return StoreException.permanent(
          what + ": no access token (" + e.getClass().getSimpleName() + ")", TOKEN_HINT, null);
    }
    SSLHandshakeException untrusted = cause(e, SSLHandshakeException.class);
    if (untrusted != null) {
      return StoreException.permanent(
          what + ": the connection is not trusted: " + untrusted.getMessage(),
          "Add the certificate authority of the endpoint or proxy to this JVM's trust store.",
          untrusted);
    }
    IOException network = cause(e, IOException.class);
    if (network != null || cause(e, TimeoutException.class) != null) {
      Throwable reason = network != null ? network : e;
      return StoreException.temporary(
          what + ": " + reason.getClass().getSimpleName() + ": " + reason.getMessage(),
          Duration.ZERO,
          "The connection failed; see that the account's endpoint can be reached from here, proxy,"
              + " firewall and private endpoint included.",
          reason);
    }
    return StoreException.permanent(
        what + ": " + e.getClass().getSimpleName() + ": " + e.getMessage(),
        "The client refused the request; see its options.",
        e);
  }

  private static final String TOKEN_HINT =
      "See that the key, SAS or identity belongs to this account and has not expired, and that this"
          + " machine's clock is right.";

  /** Without the cause: the store's answer may repeat what it was sent, a customer's key included. */
  private IOException answered(
      BlobStorageException e, String what, Action action, String url, String container) {
    HttpHeaders headers = e.getResponse().getHeaders();
    int status = e.getStatusCode();
    String code = code(e);
    String message =
        what
            + ": "
            + status
            + (code.isEmpty() ? "" : " " + code)
            + " (request "
            + headers.getValue(REQUEST_ID)
            + ")";
    if (status == 408 || status == 429 || status >= 500 || TRANSIENT.contains(code)) {
      return StoreException.temporary(
          message,
          RetryAfter.parse(
              headers.getValue(HttpHeaderName.RETRY_AFTER),
              headers.getValue(HttpHeaderName.DATE),
              clock.instant()),
          "The store is busy; if it stays so, lower parallel(…) or see the account's limits.",
          null);
    }
    if (action == Action.WRITE
        && (code.equals("BlobAlreadyExists") || status == 412 && code.equals("ConditionNotMet"))) {
      return new FileAlreadyExistsException(url);
    }
    if (code.equals("InvalidBlockList")) {
      return new StoreException(
          message,
          new SinkFailure(
              ErrorCode.SINK_FAILED,
              false,
              Duration.ZERO,
              "Another upload to the same name took the blocks away; the part is written again."),
          null);
    }
    if (status == 404) {
      return code.equals("ContainerNotFound") || action == Action.WRITE || action == Action.LIST
          ? StoreException.permanent(
              message,
              "Container '" + container + "' does not exist; create it or correct the destination.",
              null)
          : new NoSuchFileException(url);
    }
    if (status == 401 || status == 403 || status == 409) {
      return StoreException.permanent(message, permissionHint(code, action, container), null);
    }
    return StoreException.permanent(
        message, "The store refused the request as it is; see its error code.", null);
  }

  private static final Set<String> TRANSIENT =
      Set.of("ServerBusy", "OperationTimedOut", "InternalError", "ContainerBeingDeleted");

  private static String permissionHint(String code, Action action, String container) {
    return switch (code) {
      case "AuthenticationFailed", "InvalidAuthenticationInfo", "NoAuthenticationInformation" ->
          TOKEN_HINT;
      case "BlobImmutableDueToPolicy" ->
          "An immutability policy or legal hold of container '" + container + "' forbids it.";
      case "LeaseIdMissing", "LeaseLost" ->
          "Somebody holds a lease on the blob; see who else works in container '"
              + container
              + "'.";
      case "AuthorizationFailure" ->
          "The account's network rules may refuse this machine, or the SAS lacks "
              + action.sas
              + "; see the account's Networking page and the SAS.";
      default ->
          "Grant Microsoft.Storage/storageAccounts/blobServices/containers/blobs/"
              + action.dataAction
              + " on container '"
              + container
              + "', for example by the role Storage Blob Data Contributor (Owner and Contributor do"
              + " not include it), or use a SAS with "
              + action.sas
              + "; see the container's Access Control page and the account's network rules.";
    };
  }

  static String code(BlobStorageException e) {
    String code = e.getResponse().getHeaders().getValue(ERROR_CODE);
    if (code != null) {
      return code;
    }
    return e.getErrorCode() == null ? "" : e.getErrorCode().toString();
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
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
      return failed("It is gone; see who else removes blobs or files there.");
    }
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)
        || e instanceof ClosedByInterruptException) {
      return failed("The thread was interrupted; apply the same plan again.");
    }
    return failed("See the cause; apply the same plan again when it is gone.");
  }

  private static SinkFailure failed(String hint) {
    return new SinkFailure(ErrorCode.SINK_FAILED, false, Duration.ZERO, hint);
  }
}
