package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.http.Request;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Which requests are made, how many, and what they leave behind. */
@Timeout(120)
class S3RequestsIT {
  private static final int PART = 5 << 20;

  private final S3Server server = Servers.s3Proxy();
  private final S3Client raw = server.client();
  private String bucket;
  private Location prefix;
  private FaultyHttpProxy proxy;
  private S3Sink sink;

  @BeforeEach
  void start() {
    bucket = server.newBucket();
    prefix = Location.parse("s3://" + bucket + "/lake/" + UUID.randomUUID());
    proxy = FaultyHttpProxy.before(server.uri());
    sink = small().build();
  }

  private S3Sink.Builder small() {
    return server.sink(proxy.uri()).partSize(dev.rivet.unit.DataSize.ofBytes(PART));
  }

  @AfterEach
  void stop() throws IOException {
    sink.close();
    proxy.close();
    raw.close();
  }

  private ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  private StoredObject upload(S3Sink to, String name, byte[] bytes) throws IOException {
    try (Upload upload = to.begin(key(name))) {
      Bytes.write(upload, bytes);
      return upload.commit(Bytes.checksums(bytes));
    }
  }

  private byte[] read(String name) throws IOException {
    try (InputStream in = sink.open(key(name), 0)) {
      return in.readAllBytes();
    }
  }

  private List<String> openUploads() {
    return raw.listMultipartUploads(r -> r.bucket(bucket)).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  private List<String> methods() {
    return proxy.requests().stream()
        .map(
            r ->
                r.method()
                    + " "
                    + r.target().replaceAll("^[^?]*", "").replaceAll("=[^&]*", "").replace("?", ""))
        .toList();
  }

  @Test
  void anObjectOfOnePartGoesInOnePut() throws IOException {
    byte[] bytes = Bytes.random(1, PART);
    StoredObject stored = upload(sink, "a.bin", bytes);
    assertThat(methods()).containsExactly("PUT ");
    assertThat(stored.md5()).isPresent();
    Request put = proxy.requests().get(0);
    assertThat(put.header("content-md5")).isPresent();
    assertThat(put.header("x-amz-checksum-crc32c")).isPresent();
    assertThat(put.header("if-none-match")).isEmpty();
  }

  @Test
  void moreGoesInPartsThatAreSentAsTheyFill() throws IOException {
    byte[] bytes = Bytes.random(2, 2 * PART + 1);
    try (Upload upload = sink.begin(key("a.bin"))) {
      Bytes.write(upload, Arrays.copyOf(bytes, PART + 1));
      while (methods().stream().filter(m -> m.startsWith("PUT")).count() < 1) {
        Thread.onSpinWait();
      }
      Bytes.write(upload, Arrays.copyOfRange(bytes, PART + 1, bytes.length));
      assertThat(upload.commit(Bytes.checksums(bytes)).md5()).isEmpty();
    }
    assertThat(methods())
        .containsExactly(
            "POST uploads",
            "PUT partNumber&uploadId",
            "PUT partNumber&uploadId",
            "PUT partNumber&uploadId",
            "POST uploadId");
    assertThat(read("a.bin")).isEqualTo(bytes);
    assertThat(openUploads()).isEmpty();
  }

  /** The SDK waits for ever, or keeps everything in memory, where it is not told how much comes. */
  @Test
  void everyBodyHasALength() throws IOException {
    StoredObject unused = upload(sink, "a.bin", Bytes.random(3, 2 * PART));
    unused = upload(sink, "b.bin", new byte[0]);
    unused = sink.put(key("m.json"), new byte[10], PutMode.REPLACE);
    assertThat(proxy.requests()).hasSizeGreaterThan(4);
    for (Request request : proxy.requests()) {
      assertThat(request.header("content-length")).as("%s", request).isPresent();
      assertThat(request.header("transfer-encoding")).as("%s", request).isEmpty();
    }
  }

  /** M7. */
  @Test
  void controlObjectsAreNeverMultipart() throws IOException {
    byte[] manifest = Bytes.random(4, 3 * PART);
    assertThat(sink.put(key("manifest.json"), manifest, PutMode.REPLACE).size())
        .isEqualTo(3 * PART);
    assertThat(sink.put(key("manifest-1.json"), manifest, PutMode.CREATE).size())
        .isEqualTo(3 * PART);
    assertThat(methods()).containsExactly("PUT ", "PUT ");
    assertThat(proxy.requests().get(1).header("if-none-match")).contains("*");
  }

  @Test
  void aConflictOfCreatorsIsAskedAgain() throws IOException {
    AtomicInteger count = new AtomicInteger();
    String conflict = "<Error><Code>ConditionalRequestConflict</Code></Error>";
    proxy.script(
        r ->
            count.incrementAndGet() < 3
                ? Reaction.answer(409, Map.of("Content-Type", "application/xml"), conflict)
                : Reaction.pass());
    assertThat(sink.put(key("m.json"), new byte[3], PutMode.CREATE).size()).isEqualTo(3);
    assertThat(count).hasValue(3);
  }

  /** I10: what the store calls altered is at hand, and sent again. */
  @Test
  void whatWasAlteredOnTheWayIsSentAgain() throws IOException {
    for (int size : new int[] {1000, 2 * PART}) {
      AtomicInteger puts = new AtomicInteger();
      String altered = "<Error><Code>BadDigest</Code></Error>";
      proxy.script(
          r ->
              r.method().equals("PUT") && puts.incrementAndGet() == 1
                  ? Reaction.answer(400, Map.of("Content-Type", "application/xml"), altered)
                  : Reaction.pass());
      byte[] bytes = Bytes.random(20, size);
      assertThat(upload(sink, "a.bin", bytes).size()).isEqualTo(size);
      assertThat(puts).hasValueGreaterThan(1);
      assertThat(Arrays.equals(read("a.bin"), bytes)).isTrue();
    }
  }

  @Test
  void withoutConditionalWritesNoConditionIsSent() throws IOException {
    try (S3Sink plain = small().withoutConditionalWrites().build()) {
      assertThat(plain.capabilities().isConditional()).isFalse();
      assertThat(plain.put(key("m.json"), new byte[3], PutMode.CREATE).size()).isEqualTo(3);
      assertThatThrownBy(() -> plain.put(key("m.json"), new byte[4], PutMode.CREATE))
          .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
      assertThat(proxy.requests()).allMatch(r -> r.header("if-none-match").isEmpty());
    }
  }

  @Test
  void withoutCrcHeadersNoneIsSent() throws IOException {
    try (S3Sink plain = small().withoutCrcHeaders().build()) {
      StoredObject unused = upload(plain, "a.bin", Bytes.random(5, PART + 1));
      unused = upload(plain, "b.bin", Bytes.random(5, 10));
      assertThat(proxy.requests())
          .allMatch(
              r -> r.headers().keySet().stream().noneMatch(h -> h.startsWith("x-amz-checksum")));
      assertThat(proxy.requests())
          .filteredOn(r -> r.method().equals("PUT"))
          .allMatch(r -> r.header("content-md5").isPresent());
    }
  }

  /** RT5: the engine's layer repeats, once; an application's client retries by itself otherwise. */
  @Test
  void anApplicationsClientDoesNotRetryBesideUs() throws IOException {
    proxy.script(r -> Reaction.answer(503, Map.of(), ""));
    try (S3Client application =
        S3Client.builder()
            .endpointOverride(proxy.uri())
            .forcePathStyle(true)
            .region(software.amazon.awssdk.regions.Region.US_EAST_1)
            .credentialsProvider(
                software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider.create())
            .build()) {
      try (S3Sink over = S3Sink.create(application)) {
        assertThat(catchThrowable(() -> over.head(key("x")))).isInstanceOf(IOException.class);
      }
      assertThat(proxy.requests()).hasSize(1);
      assertThat(catchThrowable(() -> application.headBucket(b -> b.bucket(bucket))))
          .as("still open, and it retries for its owner")
          .hasMessageContaining("503");
      assertThat(proxy.requests()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void failedAndCancelledUploadsAreAborted() throws IOException {
    try (Upload cancelled = sink.begin(key("cancelled.bin"))) {
      Bytes.write(cancelled, Bytes.random(6, 3 * PART));
      assertThat(openUploads())
          .containsExactly(
              key("cancelled.bin").toString().substring(("s3://" + bucket + "/").length()));
    }
    assertThat(openUploads()).isEmpty();
    proxy.script(
        r ->
            r.target().contains("partNumber=2")
                ? Reaction.answer(403, Map.of(), "")
                : Reaction.pass());
    assertThat(catchThrowable(() -> upload(sink, "failed.bin", Bytes.random(7, 3 * PART))))
        .isInstanceOf(IOException.class);
    assertThat(openUploads()).isEmpty();
    proxy.script(
        r ->
            r.target().contains("uploadId") && r.method().equals("POST")
                ? Reaction.answer(500, Map.of(), "")
                : Reaction.pass());
    assertThat(catchThrowable(() -> upload(sink, "failed.bin", Bytes.random(7, 3 * PART))))
        .isInstanceOf(IOException.class);
    assertThat(openUploads()).isEmpty();
    assertThat(sink.list(prefix)).isEmpty();
  }

  @Test
  void anAbortThatFailsIsRepeatedAndThenReported() throws IOException {
    AtomicInteger deletes = new AtomicInteger();
    proxy.script(
        r ->
            r.method().equals("DELETE") && deletes.incrementAndGet() < 3
                ? Reaction.answer(503, Map.of(), "")
                : Reaction.pass());
    Upload upload = sink.begin(key("a.bin"));
    Bytes.write(upload, Bytes.random(8, 2 * PART));
    upload.close();
    assertThat(openUploads()).isEmpty();
    proxy.script(
        r -> r.method().equals("DELETE") ? Reaction.answer(403, Map.of(), "") : Reaction.pass());
    Upload second = sink.begin(key("b.bin"));
    Bytes.write(second, Bytes.random(8, 2 * PART));
    assertThatThrownBy(second::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3:AbortMultipartUpload");
  }

  /** What was reported as failed must not turn up later. */
  @Test
  void anAnswerThatNeverComesLeavesNothing() throws IOException {
    for (int size : new int[] {1000, 2 * PART}) {
      proxy.script(
          r ->
              (size < PART && r.method().equals("PUT"))
                      || r.method().equals("POST") && r.target().contains("uploadId=")
                  ? Reaction.doButAnswer(500, Map.of(), "")
                  : Reaction.pass());
      byte[] bytes = Bytes.random(9, size);
      Throwable thrown = catchThrowable(() -> upload(sink, "a.bin", bytes));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(IOException.class);
        assertThat(sink.list(prefix)).as("%d bytes", size).isEmpty();
      } else {
        // Found out by asking for the object.
        assertThat(read("a.bin")).isEqualTo(bytes);
        sink.delete(key("a.bin"));
      }
      assertThat(openUploads()).isEmpty();
    }
  }

  @Test
  void anInterruptedUploadStopsSoonAndIsAborted() throws Exception {
    proxy.script(
        r ->
            r.method().equals("PUT")
                ? Reaction.pass().after(Duration.ofSeconds(15))
                : Reaction.pass());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> wasInterrupted = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              thrown.set(catchThrowable(() -> upload(sink, "a.bin", Bytes.random(10, 20 * PART))));
              wasInterrupted.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    while (proxy.requests().size() < 2) {
      Thread.sleep(20);
    }
    long start = System.nanoTime();
    thread.interrupt();
    thread.join(60_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(wasInterrupted.get()).isTrue();
    assertThat(sink.classify((IOException) thrown.get()).isTransient()).isFalse();
    for (int i = 0; i < 200 && !openUploads().isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertThat(openUploads()).isEmpty();
    assertThat(sink.list(prefix)).isEmpty();
  }

  @Test
  void aStoreThatNeverAnswersIsGivenUp() throws IOException {
    try (S3Sink impatient = small().requestTimeout(Duration.ofMillis(700)).build()) {
      proxy.script(r -> Reaction.pass().after(Duration.ofSeconds(4)));
      Throwable thrown =
          catchThrowable(() -> impatient.put(key("m.json"), new byte[10], PutMode.REPLACE));
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(impatient.classify((IOException) thrown).isTransient()).isTrue();
    }
  }

  @Test
  void leftoversOfOursAreAbortedAndNothingElse() throws IOException {
    for (String left : List.of("orders_1.bin", "orders_1/x.bin", "items_1.bin")) {
      String key = S3Paths.key(key(left), bucket);
      String id = raw.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
      assertThat(id).isNotEmpty();
    }
    var unused =
        raw.createMultipartUpload(r -> r.bucket(bucket).key("other/orders_1.bin")).uploadId();
    try (S3Sink hasty =
            server
                .sink()
                .leftoversAfter(Duration.ZERO)
                .partSize(dev.rivet.unit.DataSize.ofBytes(PART))
                .build();
        Upload live = hasty.begin(key("orders_live.bin"))) {
      Bytes.write(live, Bytes.random(11, 2 * PART));
      sink.removeLeftovers(prefix, "orders_", name -> true);
      assertThat(openUploads()).as("too young").hasSize(5);
      hasty.removeLeftovers(prefix, "orders_", name -> true);
      assertThat(openUploads())
          .containsExactlyInAnyOrder(
              S3Paths.key(key("items_1.bin"), bucket),
              S3Paths.key(key("orders_live.bin"), bucket),
              "other/orders_1.bin");
      byte[] bytes = Bytes.random(11, 2 * PART);
      assertThat(live.commit(Bytes.checksums(bytes)).size()).isEqualTo(2 * PART);
    }
  }

  @Test
  void aWholeBucketIsNeverMovedOrRemovedIn() throws IOException {
    Location root = Location.parse("s3://" + bucket);
    ObjectKey key = new ObjectKey(root, "orders_1.bin");
    assertThat(sink.put(key, new byte[3], PutMode.REPLACE).size()).isEqualTo(3);
    assertThat(sink.list(root)).extracting(o -> o.key()).containsExactly(key);
    for (Throwable refused :
        List.of(
            catchThrowable(() -> sink.delete(key)),
            catchThrowable(() -> sink.move(key, key.sibling("_quarantine/x"))),
            catchThrowable(() -> sink.removeLeftovers(root, "orders_", name -> true)))) {
      assertThat(refused).isInstanceOf(IOException.class);
      assertThat(sink.classify((IOException) refused).code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    }
    assertThat(sink.list(root)).hasSize(1);
  }

  @Test
  void unsafePrefixesAreRefused() {
    for (String text :
        List.of(
            "s3:///x",
            "s3://" + bucket + "//x",
            "s3://" + bucket + "/./x",
            "s3://" + bucket + "/a\nb")) {
      Throwable refused =
          catchThrowable(
              () ->
                  sink.put(new ObjectKey(Location.parse(text), "x"), new byte[1], PutMode.CREATE));
      assertThat(refused).as(text).isInstanceOf(IOException.class);
      SinkFailure verdict = sink.classify((IOException) refused);
      assertThat(verdict.code()).as(text).isEqualTo(ErrorCode.SINK_PATH_UNSAFE);
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void aBrokenReadGoesOnWhereItBroke() throws IOException {
    byte[] bytes = Bytes.random(12, 3_000_000);
    StoredObject unused = upload(sink, "a.bin", bytes);
    AtomicInteger reads = new AtomicInteger();
    proxy.script(
        r ->
            r.method().equals("GET") && reads.incrementAndGet() <= 2
                ? Reaction.cutAnswer()
                : Reaction.pass());
    try (InputStream in = sink.open(key("a.bin"), 1000)) {
      assertThat(Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(bytes, 1000, bytes.length)))
          .isTrue();
    }
    assertThat(reads).hasValue(3);
  }

  @Test
  void aReadThatBrokeDoesNotGoOnInAnotherObject() throws IOException {
    StoredObject unused = upload(sink, "a.bin", Bytes.random(13, 3_000_000));
    AtomicInteger reads = new AtomicInteger();
    proxy.script(
        r -> {
          if (r.method().equals("GET") && reads.incrementAndGet() == 1) {
            return Reaction.cutAnswer();
          }
          return Reaction.pass();
        });
    try (InputStream in = sink.open(key("a.bin"), 0);
        S3Sink other = server.sink().build()) {
      assertThat(in.read()).isNotNegative();
      unused = upload(other, "a.bin", Bytes.random(14, 3_000_000));
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void objectsTooLargeForOneCopyAreCopiedInPieces() throws IOException {
    byte[] bytes = Bytes.random(15, 2 * PART + 7);
    try (S3Sink pieces = small().copyLimit(PART).build()) {
      StoredObject unused = upload(pieces, "a b.bin", bytes);
      pieces.move(key("a b.bin"), key("_quarantine/r/a b.bin"));
    }
    assertThat(read("_quarantine/r/a b.bin")).isEqualTo(bytes);
    assertThat(sink.list(prefix)).hasSize(1);
    assertThat(methods().stream().filter(m -> m.equals("PUT partNumber&uploadId")).count())
        .isEqualTo(3 + 3);
    assertThat(openUploads()).isEmpty();
  }
}
