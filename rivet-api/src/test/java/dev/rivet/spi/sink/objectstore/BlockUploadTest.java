package dev.rivet.spi.sink.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BlockUploadTest {
  private static final int BLOCK = 1000;
  private static final ObjectKey KEY = new ObjectKey(Location.parse("mem://b/p"), "x");

  /** A store made of memory. */
  private static class Memory implements BlockTarget {
    final Map<Long, byte[]> pieces = Collections.synchronizedMap(new TreeMap<>());
    final List<String> calls = new CopyOnWriteArrayList<>();
    final Set<Object> buffers =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    volatile byte @Nullable [] visible;
    final AtomicInteger abandoned = new AtomicInteger();

    private static byte[] copy(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }

    @Override
    public StoredObject putWhole(ByteBuffer bytes, Checksums checksums, int attempt)
        throws IOException {
      calls.add("whole");
      visible = copy(bytes);
      return StoredObject.of(KEY, visible.length);
    }

    @Override
    public void putBlock(Block block, int attempt) throws IOException {
      calls.add("block " + block.number());
      buffers.add(block.bytes().array());
      pieces.put(block.offset(), copy(block.bytes()));
    }

    @Override
    public StoredObject finish(Block last, Checksums checksums, int attempt) throws IOException {
      calls.add("finish " + last.number());
      pieces.put(last.offset(), copy(last.bytes()));
      ByteBuffer whole = ByteBuffer.allocate((int) checksums.size());
      pieces.values().forEach(whole::put);
      visible = whole.array();
      return StoredObject.of(KEY, checksums.size());
    }

    @Override
    public void abandon() {
      int unused = abandoned.incrementAndGet();
    }

    @Override
    public void remove() {
      visible = null;
    }
  }

  private static BlockUpload upload(BlockTarget target, int concurrency) {
    return new BlockUpload(
        KEY,
        target,
        new BlockUpload.Settings(
            BLOCK,
            concurrency,
            UploadThreads.named("test"),
            new Attempts(2, Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)),
            e ->
                new SinkFailure(
                    ErrorCode.SINK_FAILED, e.getMessage() != null, Duration.ZERO, "again")));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static Checksums sums(int size) {
    return new Checksums(size, "xxh3:0000000000000000", Map.of());
  }

  private static void write(BlockUpload upload, byte[] bytes) throws IOException {
    assertThat(upload.channel().write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "1000,0", "1001,1", "2000,1", "2001,2", "70123,70"})
  void anObjectOfOneBlockIsOneRequest_largerOnesEndWithWhatIsLeft(int size, int blocks)
      throws IOException {
    Memory store = new Memory();
    try (BlockUpload upload = upload(store, 1)) {
      for (int at = 0; at < size; at += 333) {
        write(upload, Arrays.copyOfRange(bytes(size), at, Math.min(size, at + 333)));
      }
      assertThat(store.visible).isNull();
      assertThat(upload.commit(sums(size)).size()).isEqualTo(size);
    }
    assertThat(store.visible).isEqualTo(bytes(size));
    assertThat(store.calls).hasSize(blocks + 1);
    assertThat(store.calls.get(blocks)).isEqualTo(blocks == 0 ? "whole" : "finish " + blocks);
    assertThat(store.abandoned.get()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void holdsNoMoreBlocksThanAreOnTheirWayAndOneThatFills(int concurrency) throws IOException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Memory store =
        new Memory() {
          @Override
          public void putBlock(Block block, int attempt) throws IOException {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            super.putBlock(block, attempt);
            running.decrementAndGet();
          }
        };
    try (BlockUpload upload = upload(store, concurrency)) {
      write(upload, bytes(200_000));
      assertThat(upload.commit(sums(200_000)).size()).isEqualTo(200_000);
    }
    assertThat(store.visible).isEqualTo(bytes(200_000));
    assertThat(store.buffers).hasSizeLessThanOrEqualTo(concurrency + 1);
    assertThat(most.get()).isBetween(1, concurrency);
  }

  @Test
  void aBlockIsRepeated_andKnowsThatItIs() throws IOException {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    Memory store =
        new Memory() {
          @Override
          public void putBlock(Block block, int attempt) throws IOException {
            attempts.add(attempt);
            if (attempt < 2) {
              throw new IOException("busy");
            }
            super.putBlock(block, attempt);
          }
        };
    try (BlockUpload upload = upload(store, 1)) {
      write(upload, bytes(1500));
      assertThat(upload.commit(sums(1500)).size()).isEqualTo(1500);
    }
    assertThat(attempts).containsExactly(0, 1, 2);
    assertThat(store.visible).isEqualTo(bytes(1500));
  }

  @Test
  void withABlockMissingNothingIsCommitted() throws IOException {
    Memory store =
        new Memory() {
          @Override
          public void putBlock(Block block, int attempt) throws IOException {
            if (block.number() == 1) {
              throw new IOException();
            }
            super.putBlock(block, attempt);
          }
        };
    BlockUpload upload = upload(store, 1);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                write(upload, bytes(1000));
              }
            })
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> upload.commit(sums(5000))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> upload.commit(sums(4000))).isInstanceOf(IOException.class);
    upload.close();
    assertThat(store.visible).isNull();
    assertThat(store.abandoned.get()).isEqualTo(1);
  }

  @Test
  void aWrongSizeIsRefused() throws IOException {
    Memory store = new Memory();
    try (BlockUpload upload = upload(store, 1)) {
      write(upload, bytes(10));
      assertThatThrownBy(() -> upload.commit(sums(11)))
          .isInstanceOf(ChecksumMismatchException.class);
    }
    assertThat(store.calls).isEmpty();
  }

  @Test
  void closedOrCommittedItTakesNothing() throws IOException {
    Memory store = new Memory();
    BlockUpload upload = upload(store, 1);
    write(upload, bytes(1500));
    upload.close();
    upload.close();
    assertThat(store.abandoned.get()).isEqualTo(1);
    assertThat(upload.channel().isOpen()).isFalse();
    assertThatThrownBy(() -> write(upload, bytes(1))).isInstanceOf(ClosedChannelException.class);
    assertThatIllegalStateException().isThrownBy(() -> upload.commit(sums(1500)));

    BlockUpload other = upload(store, 1);
    assertThat(other.commit(sums(0)).size()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> other.commit(sums(0)));
  }

  @Test
  void interruptedWhileABlockIsSent_stopsAtOnceAndGivesUp() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    Memory store =
        new Memory() {
          @Override
          public void putBlock(Block block, int attempt) {
            reached.countDown();
            waitFor(stuck);
          }
        };
    BlockUpload upload = upload(store, 1);
    Thread test = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              waitFor(reached);
              test.interrupt();
            });
    interrupter.start();
    assertThatThrownBy(() -> write(upload, bytes(5000))).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    upload.close();
    stuck.countDown();
    interrupter.join();
    assertThat(store.abandoned.get()).isEqualTo(1);
    assertThat(store.visible).isNull();
  }

  /** The store finishes after we stopped waiting: what it made visible goes away again (DW1). */
  @Test
  void interruptedWhileCommitting_nothingStaysVisible() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch removed = new CountDownLatch(1);
    Memory store =
        new Memory() {
          @Override
          public StoredObject finish(Block last, Checksums checksums, int attempt)
              throws IOException {
            reached.countDown();
            waitFor(stuck);
            return super.finish(last, checksums, attempt);
          }

          @Override
          public void remove() {
            super.remove();
            removed.countDown();
          }
        };
    BlockUpload upload = upload(store, 1);
    write(upload, bytes(1500));
    Thread test = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              waitFor(reached);
              test.interrupt();
            });
    interrupter.start();
    assertThatThrownBy(() -> upload.commit(sums(1500))).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    upload.close();
    stuck.countDown();
    assertThat(removed.await(30, TimeUnit.SECONDS)).isTrue();
    interrupter.join();
    assertThat(store.visible).isNull();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
