package dev.rivet.sink.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.rivet.error.ErrorCode;
import dev.rivet.sink.azure.stub.AzureStub;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.Upload;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests go to the store, and what its refusals become. */
@Timeout(120)
class AzureRequestsIT {
  private static final AzureStub STUB = AzureStub.start("lake");
  private static final int MIB = 1 << 20;

  private final Location prefix = Location.parse("az://lake/raw/" + UUID.randomUUID());
  private FaultyHttpProxy proxy;
  private AzureSink sink;

  @BeforeEach
  void start() {
    proxy = FaultyHttpProxy.before(STUB.uri());
    sink = TestClients.impatient(proxy.uri(), TestClients.OPTIONS);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    STUB.clear();
  }

  private ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  private static Checksums sums(byte[] bytes) {
    return new Checksums(
        bytes.length,
        "xxh3:0000000000000000",
        Map.of(Algorithm.MD5, AzureTarget.hex(Md5.of(ByteBuffer.wrap(bytes)))));
  }

  private static void write(Upload upload, byte[] bytes) throws IOException {
    assertThat(upload.channel().write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
  }

  private String setting(String name, String header) {
    return STUB.setting("lake", prefix.path().substring(5) + "/" + name, header);
  }

  @Test
  void aPartOfOneBlockIsOneRequest() throws IOException {
    byte[] bytes = new byte[8 * MIB];
    try (Upload upload = sink.begin(key("x.parquet"))) {
      write(upload, bytes);
      assertThat(proxy.requests()).isEmpty();
      assertThat(upload.commit(sums(bytes)).md5()).hasValue("96995b58d4cbf6aaa9041b4f00c7f6ae");
    }
    assertThat(proxy.requests()).hasSize(1);
    assertThat(setting("x.parquet", "Content-Type")).isEqualTo("application/vnd.apache.parquet");
  }

  @Test
  void aLargerPartIsBlocksAndTheirList() throws IOException {
    byte[] bytes = new byte[20 * MIB];
    try (Upload upload = sink.begin(key("x"))) {
      write(upload, bytes);
      assertThat(upload.commit(sums(bytes)).size()).isEqualTo(20 * MIB);
    }
    assertThat(proxy.requests().stream().map(r -> r.bodySize()).limit(3).toList())
        .containsExactly(8L * MIB, 8L * MIB, 4L * MIB);
    assertThat(proxy.requests()).hasSize(4);
    assertThat(proxy.requests().get(3).target()).contains("comp=blocklist");
    // MD5 of 20 MiB of zeros.
    assertThat(sink.head(key("x")).orElseThrow().md5())
        .hasValue("8f4e33f3dc3e414ff94e5fb6905cba8c");
  }

  /** M7: whatever its size. */
  @Test
  void aManifestIsOneRequest() throws IOException {
    assertThat(sink.put(key("manifest.json"), new byte[20 * MIB], PutMode.CREATE).size())
        .isEqualTo(20 * MIB);
    assertThat(proxy.requests()).hasSize(1);
    assertThat(proxy.requests().get(0).header("If-None-Match")).hasValue("*");
  }

  /** Its default policy would repeat for minutes by itself. */
  @Test
  void theClientsOwnRetriesAreNotUsed() {
    var client =
        TestClients.builder(proxy.uri())
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.FIXED, 4, Duration.ofSeconds(5), null, null, null))
            .buildClient();
    proxy.script(request -> Reaction.answer(503, Map.of(), ""));
    assertThat(
            catchThrowableOfType(
                IOException.class,
                () -> AzureSink.create(client).put(key("x"), new byte[1], PutMode.REPLACE)))
        .isNotNull();
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void interruptedInASlowUpload_nothingStays() throws Exception {
    proxy.script(request -> Reaction.pass().after(Duration.ofSeconds(20)));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread worker =
        new Thread(
            () -> {
              try (Upload upload = sink.begin(key("x"))) {
                write(upload, new byte[40 * MIB]);
              } catch (IOException e) {
                thrown.set(e);
              }
            });
    worker.start();
    while (proxy.requests().isEmpty()) {
      Thread.sleep(20); // between two looks
    }
    long started = System.nanoTime();
    worker.interrupt();
    worker.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(12));
    proxy.script(request -> Reaction.pass());
    assertThat(sink.head(key("x"))).isEmpty();
  }

  @Test
  void optionsReachTheStore() throws IOException {
    AzureSink scoped =
        AzureSink.builder()
            .client(TestClients.builder(proxy.uri()).encryptionScope("scope1").buildClient())
            .accessTier("Cool")
            .build();
    assertThat(scoped.put(key("y"), new byte[1], PutMode.REPLACE).size()).isEqualTo(1);
    assertThat(setting("y", "x-ms-encryption-scope")).isEqualTo("scope1");
    assertThat(setting("y", "x-ms-access-tier")).isEqualTo("Cool");
  }

  /** Such clients speak https only, so it is looked at before anything is sent. */
  @Test
  void aCustomersKeyIsKept() throws IOException {
    String secret = Base64.getEncoder().encodeToString(new byte[32]);
    var client =
        TestClients.builder(URI.create("https://127.0.0.1:1"))
            .customerProvidedKey(new CustomerProvidedKey(secret))
            .buildClient();
    assertThat(AzureContainers.of(client).named("lake").getCustomerProvidedKey().getEncryptionKey())
        .isEqualTo(secret);
  }

  private SinkFailure refused(int status, String code, boolean isWrite) {
    proxy.script(
        request ->
            Reaction.answer(
                status,
                Map.of(
                    "x-ms-error-code",
                    code,
                    "x-ms-request-id",
                    "r-1",
                    "Content-Type",
                    "application/xml",
                    "Retry-After",
                    "3"),
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
                    + code
                    + "</Code><Message>string to sign: s3cret</Message></Error>"));
    IOException thrown =
        catchThrowableOfType(
            IOException.class,
            () -> {
              if (isWrite) {
                sink.put(key("x"), new byte[1], PutMode.REPLACE);
              } else {
                sink.list(prefix);
              }
            });
    assertThat(thrown)
        .hasMessageContaining(status + " " + code)
        .hasMessageContaining("az://lake/raw/")
        .hasMessageContaining("r-1")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
    assertThat(proxy.requests()).hasSize(1);
    return sink.classify(thrown);
  }

  @ParameterizedTest
  @CsvSource({
    "403, AuthorizationPermissionMismatch, true, blobs/write",
    "403, AuthorizationPermissionMismatch, false, blobs/read",
    "403, AuthorizationFailure, true, network rules",
    "403, AuthenticationFailed, true, expired",
    "401, NoAuthenticationInformation, true, identity",
    "404, ContainerNotFound, true, Container 'lake' does not exist",
    "404, ContainerNotFound, false, Container 'lake' does not exist",
    "409, BlobImmutableDueToPolicy, true, immutability policy",
    "400, InvalidHeaderValue, true, error code"
  })
  void permanentRefusalsSayWhatToDo(int status, String code, boolean isWrite, String hint) {
    SinkFailure verdict = refused(status, code, isWrite);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.code()).isEqualTo(ErrorCode.SINK_PERMISSION);
    assertThat(verdict.hint()).contains(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "408, OperationTimedOut",
    "429, TooManyRequests",
    "500, InternalError",
    "503, ServerBusy",
    "409, ContainerBeingDeleted"
  })
  void temporaryRefusalsAreForTheEngineToRepeat(int status, String code) {
    SinkFailure verdict = refused(status, code, true);
    assertThat(verdict.isTransient()).isTrue();
    assertThat(verdict.code()).isEqualTo(ErrorCode.SINK_FAILED);
    assertThat(verdict.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void anUnreachableStoreIsTemporary() {
    AzureSink nobody = TestClients.impatient(URI.create("http://127.0.0.1:1"), TestClients.OPTIONS);
    IOException thrown =
        catchThrowableOfType(IOException.class, () -> nobody.head(key("x")).isPresent());
    assertThat(sink.classify(thrown).isTransient()).as("%s", thrown).isTrue();
  }

  /** Without the right to copy inside the account, the bytes go through this process. */
  @Test
  void movesWhereTheStoreMayNotReadTheSource() throws IOException {
    byte[] bytes = new byte[9 * MIB];
    bytes[8 * MIB] = 7;
    try (Upload upload = sink.begin(key("x"))) {
      write(upload, bytes);
      assertThat(upload.commit(sums(bytes)).size()).isEqualTo(9 * MIB);
    }
    proxy.script(
        request ->
            request.header("x-ms-copy-source").isPresent()
                ? Reaction.answer(403, Map.of("x-ms-error-code", "CannotVerifyCopySource"), "")
                : Reaction.pass());
    sink.move(key("x"), key("_quarantine/x"));
    assertThat(sink.list(prefix)).extracting(o -> o.key().name()).containsExactly("_quarantine/x");
    try (var in = sink.open(key("_quarantine/x"), 8 * MIB)) {
      assertThat(in.read()).isEqualTo(7);
    }
  }

  @Test
  void aWholeContainerIsNotForMovingAndDeleting() throws IOException {
    ObjectKey root = new ObjectKey(Location.parse("az://lake"), "root-" + UUID.randomUUID());
    assertThat(sink.put(root, new byte[1], PutMode.CREATE).size()).isEqualTo(1);
    IOException thrown = catchThrowableOfType(IOException.class, () -> sink.delete(root));
    assertThat(sink.classify(thrown).code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    IOException moved =
        catchThrowableOfType(IOException.class, () -> sink.move(root, root.sibling("y")));
    assertThat(sink.classify(moved).code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    assertThat(sink.head(root)).isPresent();
  }

  @Test
  void aContainersClientServesThatContainerOnly() {
    AzureSink one = AzureSink.create(TestClients.client(STUB.uri()).getBlobContainerClient("lake"));
    ObjectKey elsewhere = new ObjectKey(Location.parse("az://other/p"), "x");
    IOException thrown =
        catchThrowableOfType(
            IOException.class, () -> one.put(elsewhere, new byte[1], PutMode.REPLACE));
    assertThat(thrown).hasMessageContaining("[lake]").hasMessageContaining("'other'");
    assertThat(
            List.of(
                one.classify(thrown).isTransient(),
                sink.classify(new NoSuchFileException("x")).isTransient()))
        .containsOnly(false);
  }
}
