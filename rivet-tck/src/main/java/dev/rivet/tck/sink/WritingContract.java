package dev.rivet.tck.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of an object that is put (DW1, DW2 as far as it can be seen, M7, I10). */
@SuppressWarnings("CheckReturnValue") // most steps are there for what the store shows afterwards
abstract class WritingContract extends SinkFixture {
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
}
