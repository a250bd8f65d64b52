package dev.rivet.tck.sink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.Upload;
import dev.rivet.tck.http.FaultyHttpProxy;
import dev.rivet.tck.http.Reaction;
import dev.rivet.tck.http.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a {@link Sink} that speaks HTTP promises while its store, or the way to it, misbehaves (DW1, I10, RT5), as tests to inherit.
 * The store itself is a real one; a {@link FaultyHttpProxy} before it makes the trouble. What became of it is asked of a sink that
 * goes to the store directly.
 */
@SuppressWarnings("CheckReturnValue") // most steps are there for what the store shows afterwards
@Timeout(120)
public abstract class SinkFaultContract extends SinkFixture {
  private @Nullable FaultyHttpProxy proxy;
  private Sink disturbed;

  /** Where the store listens. */
  protected abstract URI store();

  /** A sink that finds the store at this address, retries as it does by default but waits for milliseconds only. */
  protected abstract Sink sinkAt(URI endpoint);

  @Override
  protected final Sink newSink() {
    return sinkAt(store());
  }

  /** Whether a request brings bytes of an object to the store. */
  protected boolean bringsBytes(Request request) {
    return request.method().equals("PUT") && request.bodySize() > 0;
  }

  /** Passes a request that brings bytes on, and lets the store report another checksum than it computed. */
  protected abstract Reaction wrongChecksum();

  @BeforeEach
  final void startProxy() {
    FaultyHttpProxy started = FaultyHttpProxy.before(store());
    proxy = started;
    disturbed = sinkAt(started.uri());
  }

  @AfterEach
  final void stopProxy() throws IOException {
    // Absent where the store itself was: store() skips the test then.
    if (proxy != null) {
      proxy.close();
    }
  }

  /** The proxy before the store. */
  protected final FaultyHttpProxy proxy() {
    return requireNonNull(proxy);
  }

  /** The sink that goes through the proxy. */
  protected final Sink disturbed() {
    return disturbed;
  }

  private FaultyHttpProxy.Script onNthBytes(int n, int times, Reaction reaction) {
    AtomicInteger seen = new AtomicInteger();
    return request -> {
      if (!bringsBytes(request)) {
        return Reaction.pass();
      }
      int i = seen.incrementAndGet();
      return i >= n && i < n + times ? reaction : Reaction.pass();
    };
  }

  private static Reaction unavailable() {
    return Reaction.answer(503, Map.of("Retry-After", "0"), "");
  }

  private void upload(byte[] bytes) throws IOException {
    assumeThat(disturbed).isInstanceOf(DirectSink.class);
    try (Upload upload = ((DirectSink) disturbed).begin(key("u.bin"))) {
      write(upload, bytes);
      upload.commit(checksums(bytes));
    }
  }

  private void assertArrived(byte[] bytes) throws IOException {
    assertThat(Arrays.equals(read(key("u.bin")), bytes)).isTrue();
    assertThat(names(prefix)).containsExactly("u.bin");
  }

  @Test
  void withoutFaultsEverythingWorksThroughTheProxy() throws IOException {
    byte[] bytes = bytes(31, 2 * BIG);
    upload(bytes);
    assertArrived(bytes);
    assertThat(proxy().requests()).isNotEmpty();
  }

  @Test
  void unavailableOnTheNthPart_isTriedAgain() throws IOException {
    byte[] bytes = bytes(32, 2 * BIG);
    for (int n = 1; n <= 3; n++) {
      proxy().script(onNthBytes(n, 2, unavailable()));
      upload(bytes);
      assertArrived(bytes);
    }
  }

  @Test
  void lostAnswersAreFoundOut() throws IOException {
    byte[] bytes = bytes(33, 2 * BIG);
    for (int n = 1; n <= 4; n++) {
      AtomicInteger writes = new AtomicInteger();
      int lost = n;
      proxy()
          .script(
              request ->
                  !request.method().matches("GET|HEAD") && writes.incrementAndGet() == lost
                      ? Reaction.loseAnswer()
                      : Reaction.pass());
      upload(bytes);
      assertArrived(bytes);
    }
  }

  @Test
  void unavailableForGood_isTransientAndLeavesNothing() throws IOException {
    byte[] bytes = bytes(34, 2 * BIG);
    for (int n : new int[] {1, 2}) {
      proxy().script(onNthBytes(n, Integer.MAX_VALUE - n, unavailable()));
      Throwable thrown = catchThrowable(() -> upload(bytes));
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(disturbed.classify((IOException) thrown).isTransient()).isTrue();
      assertThat(names(prefix)).isEmpty();
    }
  }

  @Test
  void slowDownIsHeard() {
    proxy().script(request -> Reaction.answer(503, Map.of("Retry-After", "7"), ""));
    Throwable thrown =
        catchThrowable(() -> disturbed.put(key("manifest.json"), new byte[10], PutMode.REPLACE));
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(disturbed.classify((IOException) thrown).isTransient()).isTrue();
    assertThat(disturbed.classify((IOException) thrown).retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(proxy().requests()).as("the engine repeats, not the client library").hasSize(1);
  }

  @Test
  void forbiddenIsPermanentAtOnce() throws IOException {
    byte[] bytes = bytes(35, 2 * BIG);
    for (int n : new int[] {1, 2}) {
      proxy().script(onNthBytes(n, Integer.MAX_VALUE - n, Reaction.answer(403, Map.of(), "")));
      int before = (int) proxy().requests().stream().filter(this::bringsBytes).count();
      Throwable thrown = catchThrowable(() -> upload(bytes));
      assertThat(thrown).isInstanceOf(IOException.class);
      var verdict = disturbed.classify((IOException) thrown);
      assertThat(verdict.isTransient()).isFalse();
      assertThat(verdict.code().name()).isEqualTo("SINK_PERMISSION");
      assertThat(thrown.getMessage() + verdict.hint()).contains(key("u.bin").name());
      assertThat((int) proxy().requests().stream().filter(this::bringsBytes).count() - before)
          .as("no request is repeated")
          .isLessThanOrEqualTo(n + 3);
      assertThat(names(prefix)).isEmpty();
    }
  }

  @Test
  void aStoreThatReportsOtherBytesIsNotBelieved() throws IOException {
    proxy().script(onNthBytes(1, Integer.MAX_VALUE - 1, wrongChecksum()));
    for (int size : new int[] {1000, 2 * BIG}) {
      byte[] bytes = bytes(36, size);
      assertThat(catchThrowable(() -> upload(bytes))).isInstanceOf(ChecksumMismatchException.class);
      assertThat(names(prefix)).isEmpty();
    }
  }

  /** DW1: SinkTck.killDuringWriteLeavesNoVisibleObject. */
  @Test
  void killedDuringAWrite_leavesNothingVisible() throws IOException {
    for (int size : new int[] {1000, 2 * BIG}) {
      byte[] bytes = bytes(37, size);
      proxy().script(onNthBytes(size > BIG ? 2 : 1, Integer.MAX_VALUE - 2, Reaction.cut()));
      assertThat(catchThrowable(() -> upload(bytes))).isInstanceOf(IOException.class);
      assertThat(names(prefix)).isEmpty();
    }
  }

  @Test
  void aSlowStoreChangesNothing() throws IOException {
    proxy().script(request -> Reaction.pass().after(Duration.ofMillis(200)));
    byte[] bytes = bytes(38, 2 * BIG);
    upload(bytes);
    assertArrived(bytes);
  }

  /** What is old and what is new is for the store's clock to say. */
  @Test
  void anotherClockChangesNothing() throws IOException {
    for (Duration skew : new Duration[] {Duration.ofDays(2), Duration.ofDays(-2)}) {
      proxy().script(request -> Reaction.editHeaders((name, value) -> shifted(name, value, skew)));
      byte[] bytes = bytes(39, 2 * BIG);
      assumeThat(disturbed).isInstanceOf(DirectSink.class);
      try (Upload live = ((DirectSink) newSink()).begin(key("orders_live"))) {
        write(live, bytes);
        upload(bytes);
        ((DirectSink) newSink()).removeLeftovers(prefix, "orders_", name -> true);
        live.commit(checksums(bytes));
      }
      assertThat(names(prefix)).containsExactly("orders_live", "u.bin");
    }
  }

  private static String shifted(String name, String value, Duration skew) {
    if (!name.equals("date") && !name.equals("last-modified")) {
      return value;
    }
    Instant time = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Clock.offset(Clock.fixed(time, ZoneOffset.UTC), skew).instant().atOffset(ZoneOffset.UTC));
  }
}
