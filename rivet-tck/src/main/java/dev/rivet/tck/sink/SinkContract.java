package dev.rivet.tck.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
public abstract class SinkContract extends UploadContract {
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
}
