package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store's refusals are made into: code, whether to try again, and what to do about them (RT5). */
class S3FailuresIT {
  private static final String SECRET = "wJalrXUtnFEMI-EXAMPLE-SECRET";

  private final FaultyHttpProxy proxy = FaultyHttpProxy.before(Servers.s3Proxy().uri());
  private final S3Sink sink =
      S3Sink.builder()
          .endpoint(proxy.uri())
          .region("us-east-1")
          .credentials("AKIAEXAMPLE", SECRET)
          .build();
  private final ObjectKey key = new ObjectKey(Location.parse("s3://lake/raw/orders"), "m.json");

  @AfterEach
  void close() throws IOException {
    sink.close();
    proxy.close();
  }

  private IOException failure(int status, Map<String, String> headers, String code) {
    String body =
        code == null ? "" : "<Error><Code>" + code + "</Code><Message>m</Message></Error>";
    proxy.script(r -> Reaction.answer(status, headers, body));
    Throwable thrown = catchThrowable(() -> sink.put(key, new byte[3], PutMode.REPLACE));
    assertThat(thrown).isInstanceOf(IOException.class);
    return (IOException) thrown;
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown, SINK_FAILED, true",
    "503, , SINK_FAILED, true",
    "500, InternalError, SINK_FAILED, true",
    "502, , SINK_FAILED, true",
    "429, , SINK_FAILED, true",
    "408, , SINK_FAILED, true",
    "400, RequestTimeout, SINK_FAILED, true",
    "403, RequestTimeTooSkewed, SINK_FAILED, true",
    "409, OperationAborted, SINK_FAILED, true",
    "404, NoSuchUpload, SINK_FAILED, true",
    "400, BadDigest, SINK_CHECKSUM_MISMATCH, true",
    "403, AccessDenied, SINK_PERMISSION, false",
    "403, , SINK_PERMISSION, false",
    "401, , SINK_PERMISSION, false",
    "403, InvalidAccessKeyId, SINK_PERMISSION, false",
    "403, SignatureDoesNotMatch, SINK_PERMISSION, false",
    "400, ExpiredToken, SINK_PERMISSION, false",
    "400, KMS.DisabledException, SINK_PERMISSION, false",
    "404, NoSuchBucket, SINK_FAILED, false",
    "301, PermanentRedirect, SINK_FAILED, false",
    "400, AuthorizationHeaderMalformed, SINK_FAILED, false",
    "507, XMinioStorageFull, SINK_FULL, false",
    "507, , SINK_FULL, false",
    "403, QuotaExceeded, SINK_FULL, false",
    "501, NotImplemented, SINK_FAILED, false",
    "400, InvalidArgument, SINK_FAILED, false",
    "400, KeyTooLongError, SINK_FAILED, false",
  })
  void answers(int status, String code, ErrorCode expected, boolean isTransient) {
    IOException e = failure(status, Map.of("x-amz-request-id", "REQ42"), code);
    SinkFailure verdict = sink.classify(e);
    assertThat(verdict.code()).isEqualTo(expected);
    assertThat(verdict.isTransient()).isEqualTo(isTransient);
    assertThat(verdict.hint()).isNotBlank();
    assertThat(e.getMessage())
        .contains("s3:PutObject", "s3://lake/raw/orders/m.json", Integer.toString(status), "REQ42");
    assertThat(proxy.requests()).as("one attempt").hasSize(1);
  }

  @Test
  void deniedSaysWhatToAllowWhereAndWhereToLook() {
    SinkFailure verdict = sink.classify(failure(403, Map.of(), "AccessDenied"));
    assertThat(verdict.hint())
        .contains("s3:PutObject", "arn:aws:s3:::lake/raw/orders/*", "'s3://lake/raw/orders/m.json'")
        .contains("deny", "policy");
    proxy.script(r -> Reaction.answer(403, Map.of(), ""));
    Throwable list = catchThrowable(() -> sink.list(Location.parse("s3://lake/raw/orders")));
    assertThat(sink.classify((IOException) list).hint())
        .contains("s3:ListBucket on arn:aws:s3:::lake for");
    Throwable leftovers =
        catchThrowable(
            () -> sink.removeLeftovers(Location.parse("s3://lake/raw/orders"), "x", name -> true));
    assertThat(sink.classify((IOException) leftovers).hint())
        .contains("s3:ListBucketMultipartUploads on arn:aws:s3:::lake for");
    Throwable delete = catchThrowable(() -> sink.delete(key));
    assertThat(sink.classify((IOException) delete).hint()).contains("s3:DeleteObject");
  }

  @Test
  void theWrongRegionNamesTheRightOne() {
    SinkFailure verdict =
        sink.classify(
            failure(301, Map.of("x-amz-bucket-region", "eu-central-1"), "PermanentRedirect"));
    assertThat(verdict.hint()).contains("'lake'", "eu-central-1");
  }

  @Test
  void aMissingBucketIsNamed() {
    SinkFailure verdict = sink.classify(failure(404, Map.of(), "NoSuchBucket"));
    assertThat(verdict.hint()).contains("Create bucket 'lake'");
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "0, 0",
    "100000, 300",
    "'Tue, 24 Nov 2026 10:00:30 GMT', 30",
    "'Tue, 24 Nov 2026 09:00:00 GMT', 0",
    "soon, 0"
  })
  void retryAfterIsUnderstood(String header, long seconds) {
    IOException e =
        failure(
            503,
            Map.of("Retry-After", header, "Date", "Tue, 24 Nov 2026 10:00:00 GMT"),
            "SlowDown");
    assertThat(sink.classify(e).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void nobodyThere_isTransient() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (S3Sink nowhere =
        S3Sink.builder()
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .credentials("a", SECRET)
            .build()) {
      Throwable thrown = catchThrowable(() -> nowhere.head(key));
      assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("was not answered");
      assertThat(nowhere.classify((IOException) thrown).isTransient()).isTrue();
      assertThat(nowhere.classify((IOException) thrown).code()).isEqualTo(ErrorCode.SINK_FAILED);
    }
  }

  @Test
  void noCredentials_isPermanentAndSaysWhereTheyAreLookedFor() {
    try (S3Sink none =
        S3Sink.builder()
            .endpoint(proxy.uri())
            .credentialsProvider(
                () -> {
                  throw software.amazon.awssdk.core.exception.SdkClientException.create("none");
                })
            .build()) {
      Throwable thrown = catchThrowable(() -> none.head(key));
      assertThat(thrown).isInstanceOf(IOException.class);
      SinkFailure verdict = none.classify((IOException) thrown);
      assertThat(verdict.isTransient()).isFalse();
      assertThat(verdict.code()).isEqualTo(ErrorCode.SINK_PERMISSION);
      assertThat(verdict.hint()).contains("credentials", "environment", "profile");
    }
  }

  @Test
  void aRealServerRefusesAWrongKey() throws IOException {
    S3Server server = Servers.s3Proxy();
    String bucket = server.newBucket();
    try (S3Sink wrong =
        S3Sink.builder().endpoint(server.uri()).credentials("local-key", SECRET).build()) {
      ObjectKey there = new ObjectKey(Location.parse("s3://" + bucket + "/x"), "y");
      Throwable thrown = catchThrowable(() -> wrong.put(there, new byte[3], PutMode.CREATE));
      assertThat(wrong.classify((IOException) thrown).code()).isEqualTo(ErrorCode.SINK_PERMISSION);
      assertNoSecret(thrown);
    }
  }

  @Test
  void noSecretInAnyMessage() {
    for (String code : List.of("AccessDenied", "SignatureDoesNotMatch", "InternalError")) {
      assertNoSecret(failure(403, Map.of(), code));
    }
    assertThat(sink.toString() + S3Sink.builder().credentials("k", SECRET)).doesNotContain(SECRET);
  }

  private static void assertNoSecret(Throwable thrown) {
    java.io.StringWriter all = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(all));
    assertThat(all.toString()).doesNotContain(SECRET);
  }
}
