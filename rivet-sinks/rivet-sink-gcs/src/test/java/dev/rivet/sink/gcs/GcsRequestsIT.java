package dev.rivet.sink.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rivet.error.ErrorCode;
import dev.rivet.sink.gcs.stub.GcsStub;
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
class GcsRequestsIT {
  private static final GcsStub STUB = GcsStub.start("lake");
  private static final int MIB = 1 << 20;

  private final Location prefix = Location.parse("gs://lake/raw/" + UUID.randomUUID());
  private FaultyHttpProxy proxy;
  private GcsSink sink;
  private int openBefore;

  @BeforeEach
  void start() {
    openBefore = STUB.openUploads();
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
        Map.of(Algorithm.CRC32C, Crc32c.hexOf(ByteBuffer.wrap(bytes))));
  }

  private static void write(Upload upload, byte[] bytes) throws IOException {
    assertThat(upload.channel().write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
  }

  private List<String> requests() {
    return proxy.requests().stream()
        .map(r -> r.method() + " " + r.target().replaceAll("\\?.*", "") + " " + r.bodySize())
        .toList();
  }

  @Test
  void aPartOfOneChunkIsOneRequest() throws IOException {
    byte[] bytes = new byte[8 * MIB];
    try (Upload upload = sink.begin(key("x.parquet"))) {
      write(upload, bytes);
      assertThat(proxy.requests()).isEmpty();
      assertThat(upload.commit(sums(bytes)).md5()).isPresent();
    }
    assertThat(proxy.requests()).hasSize(1);
    assertThat(STUB.description("lake", prefix.path().substring(5) + "/x.parquet"))
        .contains("application/vnd.apache.parquet");
  }

  @Test
  void aLargerPartIsASessionAndItsChunks() throws IOException {
    byte[] bytes = new byte[20 * MIB];
    try (Upload upload = sink.begin(key("x"))) {
      write(upload, bytes);
      assertThat(upload.commit(sums(bytes)).size()).isEqualTo(20 * MIB);
    }
    assertThat(proxy.requests().stream().map(r -> r.bodySize()).skip(1).toList())
        .containsExactly(8L * MIB, 8L * MIB, 4L * MIB);
    // CRC-32C of 20 MiB of zeros.
    assertThat(proxy.requests().get(3).header("X-Goog-Hash")).hasValue("crc32c=yZIohg==");
  }

  /** M7: whatever its size. */
  @Test
  void aManifestIsOneRequest() throws IOException {
    assertThat(sink.put(key("manifest.json"), new byte[20 * MIB], PutMode.CREATE).size())
        .isEqualTo(20 * MIB);
    assertThat(requests()).hasSize(1);
    assertThat(proxy.requests().get(0).target()).contains("ifGenerationMatch=0");
  }

  /** Google's own writer publishes what it has when it is closed; ours must not. */
  @Test
  void closingAnUnfinishedUploadCancelsItsSession() throws IOException {
    try (Upload upload = sink.begin(key("x"))) {
      write(upload, new byte[20 * MIB]);
    }
    assertThat(requests().get(requests().size() - 1)).startsWith("DELETE /upload/");
    assertThat(STUB.openUploads()).isEqualTo(openBefore);
    assertThat(sink.head(key("x"))).isEmpty();
    assertThat(sink.list(prefix)).isEmpty();
  }

  @Test
  void theTrapIsReal_theClientsOwnWriterPublishesOnClose() throws IOException {
    var client = TestClients.options(STUB.uri()).getService();
    var blob = com.google.cloud.storage.BlobInfo.newBuilder("lake", "trap-" + UUID.randomUUID());
    try (var writer = client.writer(blob.build())) {
      assertThat(writer.write(ByteBuffer.allocate(10))).isEqualTo(10);
    }
    assertThat(client.get(blob.build().getBlobId()).getSize()).isEqualTo(10);
  }

  @Test
  void interruptedInASlowUpload_nothingStays() throws Exception {
    proxy.script(
        request ->
            request.method().equals("PUT")
                ? Reaction.pass().after(Duration.ofSeconds(20))
                : Reaction.pass());
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
    while (proxy.requests().stream().noneMatch(r -> r.method().equals("PUT"))) {
      Thread.sleep(20); // between two looks
    }
    long started = System.nanoTime();
    worker.interrupt();
    worker.join();
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(12));
    assertThat(sink.head(key("x"))).isEmpty();
    assertThat(STUB.openUploads()).isEqualTo(openBefore);
  }

  @Test
  void optionsReachTheStore() throws IOException {
    GcsSink rich =
        TestClients.impatient(
            proxy.uri(),
            new GcsOptions(256 << 10, "NEARLINE", "projects/p/locations/l/keyRings/r/k", "payer"));
    byte[] bytes = new byte[MIB];
    try (Upload upload = rich.begin(key("x"))) {
      write(upload, bytes);
      assertThat(upload.commit(sums(bytes)).size()).isEqualTo(MIB);
    }
    assertThat(rich.put(key("m.json"), "{}".getBytes(UTF_8), PutMode.REPLACE).size()).isEqualTo(2);
    assertThat(rich.head(key("m.json"))).isPresent();
    assertThat(proxy.requests().stream().filter(r -> !r.target().contains("upload_id=")))
        .allSatisfy(r -> assertThat(r.target()).contains("userProject=payer"));
    assertThat(proxy.requests().stream().filter(r -> r.method().equals("POST")))
        .hasSize(2)
        .allSatisfy(r -> assertThat(r.target()).contains("kmsKeyName=projects"));
    for (String name : List.of("x", "m.json")) {
      assertThat(STUB.description("lake", prefix.path().substring(5) + "/" + name))
          .contains("\"storageClass\":\"NEARLINE\"");
    }
  }

  private SinkFailure refused(int status, String reason, boolean isWrite) {
    proxy.script(
        request ->
            Reaction.answer(
                status,
                Map.of("Content-Type", "application/json", "Retry-After", "3"),
                "{\"error\":{\"code\":"
                    + status
                    + ",\"message\":\"robot@x has no storage.objects"
                    + " access\",\"errors\":[{\"reason\":\""
                    + reason
                    + "\"}]}}"));
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
    assertThat(thrown).hasMessageContaining(Integer.toString(status)).hasNoCause();
    assertThat(thrown).hasMessageContaining("gs://lake/raw/");
    assertThat(proxy.requests()).hasSize(1);
    return sink.classify(thrown);
  }

  @ParameterizedTest
  @CsvSource({
    "403, forbidden, true, storage.objects.create",
    "403, forbidden, false, storage.objects.list",
    "403, retentionPolicyNotMet, true, retention policy",
    "401, authError, true, credentials",
    "404, notFound, true, Bucket 'lake' does not exist",
    "404, notFound, false, Bucket 'lake' does not exist",
    "400, invalid, true, answer"
  })
  void permanentRefusalsSayWhatToDo(int status, String reason, boolean isWrite, String hint) {
    SinkFailure verdict = refused(status, reason, isWrite);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.code()).isEqualTo(ErrorCode.SINK_PERMISSION);
    assertThat(verdict.hint()).contains(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "408, timeout",
    "429, rateLimitExceeded",
    "403, userRateLimitExceeded",
    "500, backendError",
    "502, x",
    "503, backendError"
  })
  void temporaryRefusalsAreForTheEngineToRepeat(int status, String reason) {
    SinkFailure verdict = refused(status, reason, true);
    assertThat(verdict.isTransient()).isTrue();
    assertThat(verdict.code()).isEqualTo(ErrorCode.SINK_FAILED);
    assertThat(verdict.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void anUnreachableStoreIsTemporary() {
    GcsSink nobody = TestClients.impatient(URI.create("http://127.0.0.1:1"), TestClients.OPTIONS);
    IOException thrown =
        catchThrowableOfType(IOException.class, () -> nobody.head(key("x")).isPresent());
    assertThat(sink.classify(thrown).isTransient()).as("%s", thrown).isTrue();
  }

  /** An address of an upload lets anybody write there: it must not be in any message. */
  @Test
  void noFailureShowsTheAddressOfAnUpload() throws IOException {
    proxy.script(
        request ->
            request.method().equals("PUT") ? Reaction.answer(403, Map.of(), "") : Reaction.pass());
    IOException thrown =
        catchThrowableOfType(
            IOException.class,
            () -> {
              try (Upload upload = sink.begin(key("x"))) {
                write(upload, new byte[30 * MIB]);
              }
            });
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain("upload_id");
    }
  }

  @Test
  void aWholeBucketIsNotForMovingAndDeleting() throws IOException {
    Location bucket = Location.parse("gs://lake");
    String name = "root-" + UUID.randomUUID();
    ObjectKey root = new ObjectKey(bucket, name);
    assertThat(sink.put(root, new byte[1], PutMode.CREATE).size()).isEqualTo(1);
    IOException thrown = catchThrowableOfType(IOException.class, () -> sink.delete(root));
    assertThat(sink.classify(thrown).code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    IOException moved =
        catchThrowableOfType(IOException.class, () -> sink.move(root, root.sibling("y")));
    assertThat(sink.classify(moved).code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    assertThat(sink.head(root)).isPresent();
  }

  @Test
  void aMissingBucketIsNotAnEmptyOne() {
    ObjectKey elsewhere = new ObjectKey(Location.parse("gs://nowhere/p"), "x");
    assertThat(catchThrowableOfType(NoSuchFileException.class, () -> sink.open(elsewhere, 0)))
        .isNotNull();
    IOException thrown =
        catchThrowableOfType(IOException.class, () -> sink.list(elsewhere.prefix()));
    assertThat(sink.classify(thrown).hint()).contains("Bucket 'nowhere' does not exist");
  }
}
