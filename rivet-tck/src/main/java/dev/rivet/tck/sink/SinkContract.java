package dev.rivet.tck.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a {@link Sink} promises, as tests to inherit (contracts §9.1: DW1, DW2 as far as it can be seen, DW5, M7, I10).
 *
 * <pre>{@code
 * class SftpSinkTest extends SinkContract {
 *   protected Sink newSink() { return new SftpSink(server.client()); }
 *   protected Location newPrefix() { return Location.parse("sftp://host/" + UUID.randomUUID()); }
 * }
 * }</pre>
 *
 * <p>Tests of a mix-in that the sink does not have, and of what its capabilities deny, are reported as aborted, with the reason.
 * What others see is asked of a second sink from {@link #newSink()} where the first could answer from memory.
 */
@SuppressWarnings("CheckReturnValue") // most steps are there for what the store shows afterwards
public abstract class SinkContract {
  private static final int BIG = (9 << 20) + 12_345;

  /** Temporary files for parts. */
  @TempDir protected Path local;

  private Sink sink;
  private Location prefix;

  /** A sink to test; called once or more per test, all of them at the same destinations. */
  protected abstract Sink newSink();

  /** A prefix that nothing was written to yet. */
  protected abstract Location newPrefix();

  /** Parallel calls that the contract makes at most. */
  protected int writers() {
    return 8;
  }

  /** Makes sink and prefix of a test. */
  @BeforeEach
  protected void makeSink() {
    sink = newSink();
    prefix = newPrefix();
  }

  private ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** What the library would compute over these bytes for this sink. */
  protected final Checksums checksums(byte[] bytes) {
    Map<Algorithm, String> values = new EnumMap<>(Algorithm.class);
    for (Algorithm algorithm : sink.capabilities().checksums()) {
      values.put(
          algorithm,
          switch (algorithm) {
            case CRC32C -> {
              CRC32C crc = new CRC32C();
              crc.update(bytes, 0, bytes.length);
              yield HexFormat.of().toHexDigits((int) crc.getValue());
            }
            case MD5 -> md5(bytes);
          });
    }
    long hash = Hashing.xxh3_64().hashBytesToLong(bytes);
    return new Checksums(bytes.length, "xxh3:" + HexFormat.of().toHexDigits(hash), values);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(local, "part", ".bin"), bytes);
  }

  private StoredObject put(ObjectKey key, byte[] bytes) throws IOException {
    return sink.put(key, file(bytes), checksums(bytes));
  }

  private ReadableSink readable() {
    assumeTrue(newSink() instanceof ReadableSink, "this sink cannot be read back");
    return (ReadableSink) newSink();
  }

  private DirectSink direct() {
    assumeTrue(sink instanceof DirectSink, "this sink takes finished files only");
    return (DirectSink) sink;
  }

  private MovingSink moving() {
    assumeTrue(sink instanceof MovingSink, "this sink does not move objects");
    return (MovingSink) sink;
  }

  private byte[] read(ObjectKey key) throws IOException {
    try (InputStream in = readable().open(key, 0)) {
      return in.readAllBytes();
    }
  }

  private List<String> names(Location where) throws IOException {
    return readable().list(where).stream().map(o -> o.key().name()).toList();
  }

  private static void write(Upload upload, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    WritableByteChannel channel = upload.channel();
    while (buffer.hasRemaining()) {
      assertThat(channel.write(buffer)).isPositive();
    }
  }

  // What is written

  @Test
  void servesTheSchemeOfItsDestinations() {
    assertThat(sink.scheme()).isEqualTo(prefix.scheme()).isLowerCase();
    assertThat(sink.capabilities()).isEqualTo(newSink().capabilities());
  }

  @Test
  void storesWhatWasInTheFileAndLeavesTheFile() throws IOException {
    byte[] bytes = bytes(1, 70_000);
    Path file = file(bytes);
    StoredObject stored = sink.put(key("a.bin"), file, checksums(bytes));
    assertThat(stored.key()).isEqualTo(key("a.bin"));
    assertThat(stored.size()).isEqualTo(70_000);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(read(key("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void reportsTheRightMd5OrNone() throws IOException {
    byte[] bytes = bytes(2, 1000);
    assertThat(put(key("a.bin"), bytes).md5().orElse(md5(bytes))).isEqualTo(md5(bytes));
    byte[] small = "{}".getBytes(UTF_8);
    assertThat(sink.put(key("b.json"), small, PutMode.REPLACE).md5().orElse(md5(small)))
        .isEqualTo(md5(small));
    assertThat(readable().head(key("a.bin")).orElseThrow().md5().orElse(md5(bytes)))
        .isEqualTo(md5(bytes));
  }

  @Test
  void emptyObjectsAreObjects() throws IOException {
    assertThat(put(key("empty.bin"), new byte[0]).size()).isZero();
    assertThat(sink.put(key("empty.json"), new byte[0], PutMode.CREATE).size()).isZero();
    assertThat(read(key("empty.bin"))).isEmpty();
    assertThat(readable().head(key("empty.json")).orElseThrow().size()).isZero();
    assertThat(names(prefix)).containsExactly("empty.bin", "empty.json");
  }

  @Test
  void bigObjectsArriveWhole() throws IOException {
    byte[] bytes = bytes(3, BIG);
    assertThat(put(key("big.bin"), bytes).size()).isEqualTo(BIG);
    assertThat(Arrays.equals(read(key("big.bin")), bytes)).isTrue();
  }

  @Test
  void aRetryReplacesItsOwnAttempt() throws IOException {
    put(key("a.bin"), bytes(4, 5000));
    put(key("a.bin"), bytes(5, 300));
    assertThat(read(key("a.bin"))).isEqualTo(bytes(5, 300));
    assertThat(names(prefix)).containsExactly("a.bin");
  }

  @Test
  void controlObjectsAreReplaced() throws IOException {
    sink.put(key("manifest.json"), "a longer text".getBytes(UTF_8), PutMode.REPLACE);
    sink.put(key("manifest.json"), "text".getBytes(UTF_8), PutMode.REPLACE);
    assertThat(read(key("manifest.json"))).isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void createRefusesWhatExists() throws IOException {
    assumeTrue(sink.capabilities().isConditional(), "this sink has no conditional writes");
    sink.put(key("manifest-1.json"), "first".getBytes(UTF_8), PutMode.CREATE);
    assertThatThrownBy(
            () -> newSink().put(key("manifest-1.json"), "second".getBytes(UTF_8), PutMode.CREATE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(key("manifest-1.json"))).isEqualTo("first".getBytes(UTF_8));
    assertThat(names(prefix)).containsExactly("manifest-1.json");
  }

  @Test
  void ofParallelCreatorsExactlyOneWins() throws Exception {
    assumeTrue(sink.capabilities().isConditional(), "this sink has no conditional writes");
    for (int round = 0; round < 10; round++) {
      ObjectKey key = key("m" + round + ".json");
      CountDownLatch ready = new CountDownLatch(writers());
      List<Object> outcomes =
          inParallel(
              writer -> {
                Sink own = writer % 2 == 0 ? sink : newSink();
                ready.countDown();
                ready.await();
                try {
                  var unused = own.put(key, ("writer " + writer).getBytes(UTF_8), PutMode.CREATE);
                  return writer;
                } catch (FileAlreadyExistsException e) {
                  return e;
                }
              });
      List<Object> winners = outcomes.stream().filter(Integer.class::isInstance).toList();
      assertThat(winners).hasSize(1);
      assertThat(read(key)).isEqualTo(("writer " + winners.get(0)).getBytes(UTF_8));
    }
  }

  @Test
  void parallelPartsDoNotDisturbEachOther() throws Exception {
    inParallel(
        writer -> {
          for (int i = 0; i < 5; i++) {
            put(key("w" + writer + "/p" + i), bytes(writer * 10 + i, 20_000 + i));
          }
          return writer;
        });
    assertThat(names(prefix)).hasSize(writers() * 5);
    for (int writer = 0; writer < writers(); writer++) {
      for (int i = 0; i < 5; i++) {
        assertThat(read(key("w" + writer + "/p" + i)))
            .isEqualTo(bytes(writer * 10 + i, 20_000 + i));
      }
    }
  }

  /** M7. */
  @Test
  void readerSeesOldOrNew() throws Exception {
    ReadableSink reader = readable();
    byte[][] versions = {"a".repeat(40_000).getBytes(UTF_8), "b".repeat(90_000).getBytes(UTF_8)};
    ObjectKey key = key("manifest.json");
    sink.put(key, versions[0], PutMode.REPLACE);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> torn =
          thread.submit(
              () -> {
                int bad = 0;
                while (!done.get()) {
                  try (InputStream in = reader.open(key, 0)) {
                    byte[] seen = in.readAllBytes();
                    bad +=
                        Arrays.equals(seen, versions[0]) || Arrays.equals(seen, versions[1])
                            ? 0
                            : 1;
                  }
                }
                return bad;
              });
      for (int i = 1; i <= 40 && !torn.isDone(); i++) {
        sink.put(key, versions[i % 2], PutMode.REPLACE);
      }
      done.set(true);
      assertThat(torn.get(60, TimeUnit.SECONDS)).isZero();
    } finally {
      done.set(true);
      thread.shutdownNow();
    }
  }

  /** I10. */
  @Test
  void wrongChecksumsAreRefused() throws IOException {
    assumeTrue(!sink.capabilities().checksums().isEmpty(), "this sink's store knows no checksums");
    byte[] bytes = bytes(6, 4000);
    Checksums right = checksums(bytes);
    for (Algorithm algorithm : sink.capabilities().checksums()) {
      Map<Algorithm, String> wrong = new EnumMap<>(right.values());
      wrong.put(algorithm, "0".repeat(right.values().getOrDefault(algorithm, "00000000").length()));
      Checksums claimed = new Checksums(right.size(), right.fingerprint(), wrong);
      assertThatThrownBy(() -> sink.put(key("a.bin"), file(bytes), claimed))
          .as("%s", algorithm)
          .isInstanceOf(ChecksumMismatchException.class);
      if (sink instanceof DirectSink direct) {
        try (Upload upload = direct.begin(key("a.bin"))) {
          write(upload, bytes);
          assertThatThrownBy(() -> upload.commit(claimed))
              .as("%s", algorithm)
              .isInstanceOf(ChecksumMismatchException.class);
        }
      }
    }
    assertThat(names(prefix)).isEmpty();
  }

  @Test
  void aMissingFileFailsAndLeavesNothing() throws IOException {
    Path missing = local.resolve("missing");
    Throwable thrown =
        catchThrowable(() -> sink.put(key("a.bin"), missing, checksums(new byte[0])));
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(sink.classify((IOException) thrown).isTransient()).isFalse();
    assertThat(names(prefix)).isEmpty();
  }

  @Test
  void classifiesAnything() {
    for (IOException e :
        List.of(
            new IOException(),
            new IOException("x"),
            new NoSuchFileException("x"),
            new java.io.EOFException())) {
      assertThat(sink.classify(e)).isNotNull();
      assertThat(sink.classify(e).hint()).isNotBlank();
      assertThat(sink.classify(e).code().name()).startsWith("SINK_");
    }
  }

  // Uploads

  @Test
  void uploadIsInvisibleUntilCommitted() throws IOException {
    byte[] bytes = bytes(7, 600_000);
    try (Upload upload = direct().begin(key("sub/u.bin"))) {
      write(upload, bytes);
      assertThat(readable().head(key("sub/u.bin"))).isEmpty();
      assertThat(names(prefix)).isEmpty();
      StoredObject stored = upload.commit(checksums(bytes));
      assertThat(stored.key()).isEqualTo(key("sub/u.bin"));
      assertThat(stored.size()).isEqualTo(600_000);
    }
    assertThat(read(key("sub/u.bin"))).isEqualTo(bytes);
    assertThat(names(prefix)).containsExactly("sub/u.bin");
  }

  @Test
  void bigUploadsFromAnyBufferArriveWhole() throws IOException {
    byte[] bytes = bytes(8, BIG);
    try (Upload upload = direct().begin(key("u.bin"))) {
      ByteBuffer direct = ByteBuffer.allocateDirect(3 << 20);
      Random random = new Random(8);
      for (int at = 0; at < BIG; ) {
        int n = Math.min(BIG - at, 1 + random.nextInt(3 << 20));
        ByteBuffer piece =
            random.nextBoolean()
                ? direct.clear().put(bytes, at, n).flip()
                : ByteBuffer.wrap(bytes, at, n);
        while (piece.hasRemaining()) {
          var unused = upload.channel().write(piece);
        }
        at += n;
      }
      upload.commit(checksums(bytes));
    }
    assertThat(Arrays.equals(read(key("u.bin")), bytes)).isTrue();
  }

  @Test
  void emptyUploadIsAnObject() throws IOException {
    try (Upload upload = direct().begin(key("u.bin"))) {
      assertThat(upload.commit(checksums(new byte[0])).size()).isZero();
    }
    assertThat(read(key("u.bin"))).isEmpty();
  }

  /** DW1: SinkTck.killDuringWriteLeavesNoVisibleObject. */
  @Test
  void closedWithoutCommitNothingIsVisible() throws IOException {
    try (Upload upload = direct().begin(key("u.bin"))) {
      write(upload, bytes(9, 700_000));
    }
    assertThat(readable().head(key("u.bin"))).isEmpty();
    assertThat(names(prefix)).isEmpty();
  }

  /** DW1: the process died, nobody closed anything. */
  @Test
  void abandonedWithoutCloseNothingIsVisible() throws IOException {
    Upload abandoned = direct().begin(key("orders-u.bin"));
    try {
      write(abandoned, bytes(10, 700_000));
      assertThat(readable().head(key("orders-u.bin"))).isEmpty();
      assertThat(names(prefix)).isEmpty();
      ((DirectSink) newSink()).removeLeftovers(prefix, "orders");
      assertThat(names(prefix)).isEmpty();
      byte[] bytes = bytes(11, 10);
      try (Upload again = ((DirectSink) newSink()).begin(key("orders-u.bin"))) {
        write(again, bytes);
        again.commit(checksums(bytes));
      }
      assertThat(read(key("orders-u.bin"))).isEqualTo(bytes);
    } finally {
      abandoned.close();
    }
    assertThat(read(key("orders-u.bin"))).isEqualTo(bytes(11, 10));
  }

  @Test
  void anAbandonedAttemptLeavesTheOldObject() throws IOException {
    byte[] old = bytes(12, 100);
    put(key("a.bin"), old);
    try (Upload upload = direct().begin(key("a.bin"))) {
      write(upload, bytes(13, 50));
      assertThat(read(key("a.bin"))).isEqualTo(old);
    }
    assertThat(read(key("a.bin"))).isEqualTo(old);
  }

  @Test
  void closingTwiceAndAfterCommitIsFine() throws IOException {
    byte[] bytes = bytes(14, 100);
    Upload upload = direct().begin(key("a.bin"));
    write(upload, bytes);
    upload.commit(checksums(bytes));
    upload.close();
    upload.close();
    assertThat(read(key("a.bin"))).isEqualTo(bytes);
  }

  @Test
  void removingLeftoversTouchesNoObject() throws IOException {
    put(key("orders-1.bin"), bytes(15, 10));
    direct().removeLeftovers(prefix, "orders");
    direct().removeLeftovers(prefix, "");
    direct().removeLeftovers(newPrefix(), "orders");
    assertThat(names(prefix)).containsExactly("orders-1.bin");
  }

  // Names

  /** DW5. */
  @Test
  void traversalRejected() {
    for (String name :
        List.of(
            "../x",
            "a/../x",
            "/x",
            "a//x",
            "./x",
            "a/.",
            "..",
            ".",
            "",
            "a/",
            "a\\x",
            "a\nx",
            "a\u0000x")) {
      assertThatThrownBy(() -> sink.put(key(name), new byte[] {1}, PutMode.REPLACE))
          .as("'%s'", name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Names that are awkward in URLs, shells or file systems; all of them legal. */
  protected List<String> specialNames() {
    return List.of(
        " b",
        "#h",
        "%2F",
        "%41",
        "&=?",
        "+plus +",
        "..a",
        "a b",
        "a'b\"c",
        "a*?",
        "a:b",
        "a;b,c",
        "date=2026-11-23/part 1.parquet",
        "deep/er/and/deeper",
        "é",
        "ż/ó",
        "日本",
        "😀");
  }

  @Test
  void specialNamesSurvive() throws IOException {
    List<String> names = specialNames();
    for (String name : names) {
      put(key(name), name.getBytes(UTF_8));
    }
    assertThat(names(prefix)).containsExactlyElementsOf(names.stream().sorted().toList());
    for (String name : names) {
      assertThat(read(key(name))).as("'%s'", name).isEqualTo(name.getBytes(UTF_8));
      assertThat(readable().head(key(name)).orElseThrow().key()).isEqualTo(key(name));
    }
    for (StoredObject object : readable().list(prefix)) {
      assertThat(object.key().prefix()).isEqualTo(prefix);
      assertThat(object.size()).isEqualTo(object.key().name().getBytes(UTF_8).length);
    }
  }

  @Test
  void aPrefixIsADirectory() throws IOException {
    Location data = prefix.resolve("data");
    Location data2 = prefix.resolve("data2");
    sink.put(new ObjectKey(data, "x"), new byte[1], PutMode.REPLACE);
    sink.put(new ObjectKey(data2, "y"), new byte[2], PutMode.REPLACE);
    assertThat(names(data)).containsExactly("x");
    assertThat(names(data2)).containsExactly("y");
    assertThat(names(prefix)).containsExactly("data/x", "data2/y");
    assertThat(names(prefix.resolve("dat"))).isEmpty();
  }

  /** More objects than stores return at once. */
  protected int manyObjects() {
    return 1100;
  }

  @Test
  void listsMoreThanOnePageInNameOrder() throws Exception {
    List<String> expected =
        IntStream.range(0, manyObjects())
            .mapToObj(i -> "p/" + (i * 7919L % 100_003))
            .sorted()
            .toList();
    List<Object> done =
        inParallel(
            writer -> {
              for (int i = writer; i < expected.size(); i += writers()) {
                sink.put(key(expected.get(i)), new byte[0], PutMode.REPLACE);
              }
              return writer;
            });
    assertThat(done).hasSize(writers());
    assertThat(names(prefix)).containsExactlyElementsOf(expected);
  }

  // Reading

  @Test
  void whatIsNotThereIsNotThere() throws IOException {
    assertThat(readable().head(key("none"))).isEmpty();
    assertThat(names(prefix)).isEmpty();
    assertThatThrownBy(() -> readable().open(key("none"), 0))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> readable().open(key("none"), 5))
        .isInstanceOf(NoSuchFileException.class);
    put(key("a/b"), new byte[1]);
    assertThat(readable().head(key("a"))).isEmpty();
    assertThatThrownBy(() -> readable().open(key("a"), 0)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void readsFromAnOffset() throws IOException {
    byte[] bytes = bytes(16, 300_000);
    put(key("a.bin"), bytes);
    for (int offset : new int[] {0, 1, 299_999, 150_000}) {
      try (InputStream in = readable().open(key("a.bin"), offset)) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, offset, bytes.length));
      }
    }
    try (InputStream in = readable().open(key("a.bin"), 300_000)) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsWrittenIsSeenAtOnceByOthers() throws IOException {
    for (int i = 0; i < 20; i++) {
      put(key("a" + i), bytes(i, 10 + i));
      assertThat(readable().head(key("a" + i)).orElseThrow().size()).isEqualTo(10 + i);
      assertThat(names(prefix)).hasSize(i + 1);
    }
  }

  // Moving

  @Test
  void movesAndReplacesTheTarget() throws IOException {
    MovingSink moving = moving();
    put(key("a b.bin"), bytes(17, 1000));
    put(key("_quarantine/r 1/a b.bin"), bytes(18, 10));
    moving.move(key("a b.bin"), key("_quarantine/r 1/a b.bin"));
    assertThat(read(key("_quarantine/r 1/a b.bin"))).isEqualTo(bytes(17, 1000));
    assertThat(names(prefix)).containsExactly("_quarantine/r 1/a b.bin");
  }

  @Test
  void movesToWhereNothingWasYet() throws IOException {
    MovingSink moving = moving();
    put(key("x"), bytes(19, BIG));
    moving.move(key("x"), key("new/place/x"));
    assertThat(Arrays.equals(read(key("new/place/x")), bytes(19, BIG))).isTrue();
    assertThat(readable().head(key("x"))).isEmpty();
  }

  @Test
  void movingWhatIsNotThereFailsAndKeepsTheTarget() throws IOException {
    MovingSink moving = moving();
    put(key("to"), bytes(20, 10));
    assertThatThrownBy(() -> moving.move(key("none"), key("to")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(read(key("to"))).isEqualTo(bytes(20, 10));
  }

  @Test
  void deletesAndDoesNotMindDeletingAgain() throws IOException {
    MovingSink moving = moving();
    put(key("a/x"), new byte[1]);
    put(key("a/y"), new byte[1]);
    moving.delete(key("a/x"));
    moving.delete(key("a/x"));
    moving.delete(key("never"));
    moving.delete(key("a"));
    assertThat(names(prefix)).containsExactly("a/y");
  }

  private interface Task {
    Object run(int writer) throws Exception;
  }

  private List<Object> inParallel(Task task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers());
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < writers(); i++) {
        int writer = i;
        futures.add(threads.submit(() -> task.run(writer)));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get(120, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
