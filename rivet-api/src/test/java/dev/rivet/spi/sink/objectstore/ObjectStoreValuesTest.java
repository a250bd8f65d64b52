package dev.rivet.spi.sink.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.unit.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreValuesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static SinkFailure verdict(boolean isTransient, Duration retryAfter) {
    return new SinkFailure(ErrorCode.SINK_FAILED, isTransient, retryAfter, "wait");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7",
    "' 120 ',120",
    "'Mon, 23 Nov 2026 12:00:30 GMT',30",
    "'Mon, 23 Nov 2026 11:00:00 GMT',0",
    "soon,0",
    "-5,0",
    "99999999999999999999,0",
    "'',0"
  })
  void retryAfterIsSecondsOrADate(String text, long seconds) {
    assertThat(RetryAfter.parse(text, NOW)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void retryAfterIsCountedByTheStoresClock() {
    String wish = "Mon, 23 Nov 2026 12:00:30 GMT";
    assertThat(RetryAfter.parse(wish, "Mon, 23 Nov 2026 12:00:10 GMT", NOW.minusSeconds(9999)))
        .isEqualTo(Duration.ofSeconds(20));
    assertThat(RetryAfter.parse(wish, "nonsense", NOW)).isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse(null, null, NOW)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b/p/q,b,p/q,p/q/x,p/q/",
    "gs://b,b,'',x,''",
    "gs://b/p/,b,p,p/x,p/",
  })
  void aDestinationIsABucketAndADirectory(
      String text, String bucket, String prefix, String name, String directory) {
    BucketPath path = BucketPath.of("gs", Location.parse(text));
    assertThat(path.bucket()).isEqualTo(bucket);
    assertThat(path.prefix()).isEqualTo(prefix);
    assertThat(path.name("x")).isEqualTo(name);
    assertThat(path.directory()).isEqualTo(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://b/p", "gs:///p"})
  void otherDestinationsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BucketPath.of("gs", Location.parse(text)))
        .withMessageContaining(text);
  }

  @Test
  void aWholeBucketIsNotForMovingAndDeleting() throws StoreException {
    Location bucket = Location.parse("gs://b");
    assertThatThrownBy(
            () -> BucketPath.of("gs", bucket).requirePrefix("delete", new ObjectKey(bucket, "x")))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.verdict().code()).isEqualTo(ErrorCode.SINK_PATH_UNSAFE))
        .hasMessageContaining("gs://b/x");
    Location prefix = Location.parse("gs://b/p");
    BucketPath.of("gs", prefix).requirePrefix("delete", new ObjectKey(prefix, "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://storage.example.com",
        "http://localhost:4443",
        "http://store.localhost",
        "http://127.0.0.1:4443/account",
        "http://[::1]:4443"
      })
  void safeEndpoints(String text) {
    assertThat(Endpoint.checked(URI.create(text), false)).isEqualTo(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://store.example.com", "http://10.0.0.1:9000", "http://127.0.0.1.evil.com"})
  void plainHttpToOtherMachinesHasToBeAllowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.checked(URI.create(text), false))
        .withMessageContaining(text)
        .withMessageContaining("allowInsecureEndpoint()");
    assertThat(Endpoint.checked(URI.create(text), true)).isEqualTo(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "storage.example.com", "https:///x", "https://u:secret@h"})
  void nonsenseIsNoEndpoint(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.checked(URI.create(text), true))
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.parquet,application/vnd.apache.parquet",
    "a.csv,text/csv",
    "a.csv.gz,application/octet-stream",
    "manifest.json,application/json",
    "_SUCCESS,application/octet-stream"
  })
  void contentTypes(String name, String type) {
    assertThat(ContentTypes.of(name)).isEqualTo(type);
  }

  @Test
  void waitsAreDoubledBoundedAndNeverShorterThanTheStoreWishes() {
    Attempts attempts =
        new Attempts(8, Duration.ofMillis(200), Duration.ofSeconds(10), new Random(5));
    List<Long> waits = new ArrayList<>();
    Duration[] wish = {Duration.ZERO};
    assertThatThrownBy(
            () ->
                attempts.run(
                    attempt -> {
                      wish[0] = attempt == 2 ? Duration.ofSeconds(33) : Duration.ZERO;
                      throw new IOException("busy " + attempt);
                    },
                    e -> verdict(true, wish[0]),
                    time -> waits.add(time.toMillis())))
        .hasMessage("busy 8");
    assertThat(waits).hasSize(8);
    assertThat(waits.get(0)).isBetween(160L, 240L);
    assertThat(waits.get(1)).isBetween(320L, 480L);
    assertThat(waits.get(2)).isEqualTo(33_000);
    assertThat(waits.get(7)).isBetween(8_000L, 12_000L);
  }

  @Test
  void permanentFailuresAndUnwantedResultsAreNotRepeated() {
    Attempts attempts = new Attempts(5, Duration.ofMillis(1), Duration.ofMillis(1), new Random(5));
    for (boolean isTransient : new boolean[] {false, true}) {
      List<Integer> seen = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  attempts.run(
                      attempt -> {
                        seen.add(attempt);
                        throw new IOException("no");
                      },
                      e -> verdict(isTransient, Duration.ZERO),
                      time -> false))
          .hasMessage("no");
      assertThat(seen).containsExactly(0);
    }
  }

  @Test
  void readingGoesOnWhereItBroke() throws IOException {
    byte[] bytes = new byte[10_000];
    new Random(3).nextBytes(bytes);
    List<Long> opened = new ArrayList<>();
    ResumingInput.Opener opener =
        offset -> {
          opened.add(offset);
          return brittle(bytes, (int) offset);
        };
    try (InputStream in =
        new ResumingInput(
            opener.open(100),
            100,
            opener,
            new Attempts(1, Duration.ZERO, Duration.ZERO, new Random(1)),
            e -> verdict(true, Duration.ZERO))) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 100, 10_000));
    }
    assertThat(opened).hasSizeGreaterThan(5).isSorted().startsWith(100L, 1100L);
  }

  /** Breaks after a thousand bytes. */
  private static InputStream brittle(byte[] bytes, int offset) {
    InputStream whole = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
    return new InputStream() {
      private int left = 1000;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] target, int at, int length) throws IOException {
        if (left == 0) {
          throw new IOException("reset");
        }
        int n = whole.read(target, at, Math.min(left, length));
        left -= Math.max(0, n);
        return n;
      }
    };
  }
}
