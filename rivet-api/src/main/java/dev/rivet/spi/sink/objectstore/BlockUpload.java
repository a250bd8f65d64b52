package dev.rivet.spi.sink.objectstore;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * An upload in blocks: one block fills while others are on their way. Holds {@code concurrency + 1} blocks at most, less for small
 * objects. An object of up to one block goes in a single request, and nothing is sent before its commit.
 *
 * <p>A thread that waits here for the network can be interrupted; the object then stays invisible, or is removed again if the
 * store had already made it visible (DW1).
 */
public final class BlockUpload implements Upload {
  private static final int FIRST_CAPACITY = 1 << 16;
  private static final Duration PATIENCE_WHEN_CLOSING = Duration.ofSeconds(5);

  private enum State {
    OPEN,
    COMMITTED,
    ABANDONED
  }

  /**
   * What uploads of one sink share.
   *
   * @param blockSize bytes per block
   * @param concurrency blocks on their way at the same time
   * @param threads where they are sent from; must never make a task wait for another
   * @param attempts how often a block is repeated
   * @param classify the sink's verdict on a failure
   */
  public record Settings(
      int blockSize,
      int concurrency,
      Executor threads,
      Attempts attempts,
      Function<IOException, SinkFailure> classify) {
    /** Checks the values. */
    public Settings {
      requireNonNull(threads, "threads");
      requireNonNull(attempts, "attempts");
      requireNonNull(classify, "classify");
      if (blockSize < 1 || concurrency < 1) {
        throw new IllegalArgumentException(
            "block size " + blockSize + " and concurrency " + concurrency + " must be positive");
      }
    }

    /** For calls that the library repeats as a whole. */
    public Settings withoutRetries() {
      return new Settings(blockSize, concurrency, threads, attempts.once(), classify);
    }
  }

  private final ObjectKey key;
  private final BlockTarget target;
  private final Settings settings;
  private final Bytes channel = new Bytes();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final Deque<FutureTask<byte[]>> sending = new ArrayDeque<>();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private byte[] current = new byte[0];
  private int filled;
  private long sent;
  private int blocks;
  private boolean isBroken;

  /** For one object. */
  public BlockUpload(ObjectKey key, BlockTarget target, Settings settings) {
    this.key = requireNonNull(key, "key");
    this.target = requireNonNull(target, "target");
    this.settings = requireNonNull(settings, "settings");
  }

  @Override
  public WritableByteChannel channel() {
    return channel;
  }

  @Override
  public StoredObject commit(Checksums checksums) throws IOException {
    if (state.get() != State.OPEN) {
      throw new IllegalStateException(
          state.get() == State.COMMITTED ? "already committed: " + key : "already closed: " + key);
    }
    channel.close();
    checkWhole();
    long size = sent + filled;
    if (size != checksums.size()) {
      throw new ChecksumMismatchException(
          key, "of " + checksums.size() + " bytes", "of " + size + " bytes");
    }
    while (!sending.isEmpty()) {
      byte[] unused = arrived(sending.remove());
    }
    ByteBuffer last = ByteBuffer.wrap(current, 0, filled).slice();
    StoredObject stored = awaitCommit(submit(() -> makeVisible(last, checksums)));
    release();
    return stored;
  }

  private StoredObject makeVisible(ByteBuffer last, Checksums checksums) throws IOException {
    StoredObject stored;
    try {
      stored =
          repeated(
              attempt ->
                  blocks == 0
                      ? target.putWhole(last.duplicate(), checksums, attempt)
                      : target.finish(
                          new BlockTarget.Block(blocks, sent, last.duplicate()),
                          checksums,
                          attempt));
    } catch (IOException e) {
      if (state.get() == State.ABANDONED && blocks > 0) {
        target.abandon();
      }
      throw e;
    }
    if (!state.compareAndSet(State.OPEN, State.COMMITTED)) {
      target.remove();
    }
    return stored;
  }

  private void checkWhole() throws IOException {
    if (isBroken) {
      throw new IOException("an earlier block of '" + key + "' did not arrive");
    }
  }

  private byte[] arrived(FutureTask<byte[]> block) throws IOException {
    isBroken = true;
    byte[] bytes = await(block);
    isBroken = false;
    return bytes;
  }

  /** Without commit: returns at once or within seconds; nothing becomes visible. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (!state.compareAndSet(State.OPEN, State.ABANDONED)) {
      return;
    }
    abandoned.countDown();
    release();
    if (blocks == 0) {
      return;
    }
    FutureTask<Boolean> task =
        submit(
            () -> {
              target.abandon();
              return true;
            });
    try {
      boolean unused = task.get(PATIENCE_WHEN_CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // It goes on by itself; what it would remove is invisible and not for ever.
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private void release() {
    current = new byte[0];
    filled = 0;
    free.clear();
    sending.clear();
  }

  private int append(ByteBuffer source) throws IOException {
    int length = source.remaining();
    while (source.hasRemaining()) {
      if (filled == settings.blockSize()) {
        send();
      }
      reserve(source.remaining());
      int n = Math.min(source.remaining(), current.length - filled);
      source.get(current, filled, n);
      filled += n;
    }
    return length;
  }

  /** Grows the first block as needed, so that many small objects do not take a whole block each. */
  private void reserve(int more) {
    long wanted = Math.min(settings.blockSize(), (long) filled + more);
    if (current.length < wanted) {
      long capacity = Math.max(Math.max(FIRST_CAPACITY, wanted), 2L * current.length);
      current = Arrays.copyOf(current, (int) Math.min(settings.blockSize(), capacity));
    }
  }

  private void send() throws IOException {
    checkWhole();
    while (sending.size() >= settings.concurrency()) {
      free.add(arrived(sending.remove()));
    }
    byte[] bytes = current;
    BlockTarget.Block block =
        new BlockTarget.Block(blocks, sent, ByteBuffer.wrap(bytes, 0, filled).slice());
    sent += filled;
    blocks++;
    sending.add(
        submit(
            () -> {
              boolean unused =
                  repeated(
                      attempt -> {
                        target.putBlock(
                            new BlockTarget.Block(
                                block.number(), block.offset(), block.bytes().duplicate()),
                            attempt);
                        return true;
                      });
              return bytes;
            }));
    current = free.isEmpty() ? new byte[settings.blockSize()] : free.remove();
    filled = 0;
  }

  private <T> T repeated(Attempts.Request<T> request) throws IOException {
    return settings
        .attempts()
        .run(
            request,
            settings.classify(),
            time -> !abandoned.await(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private <T> FutureTask<T> submit(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    settings.threads().execute(task);
    return task;
  }

  private static <T> T await(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private StoredObject awaitCommit(FutureTask<StoredObject> commit) throws IOException {
    try {
      return commit.get();
    } catch (ExecutionException e) {
      throw rethrown(e);
    } catch (InterruptedException e) {
      if (state.compareAndSet(State.OPEN, State.ABANDONED)) {
        abandoned.countDown();
        throw interrupted();
      }
      Thread.currentThread().interrupt();
      return finished(commit);
    }
  }

  /** The commit is done but for handing over its result. */
  private static StoredObject finished(FutureTask<StoredObject> commit) throws IOException {
    boolean wasInterrupted = Thread.interrupted();
    try {
      return await(commit);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for the store");
  }

  private static IOException rethrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return new IOException(cause);
  }

  private final class Bytes implements WritableByteChannel {
    private boolean open = true;

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      return append(source);
    }

    @Override
    public boolean isOpen() {
      return open && state.get() == State.OPEN;
    }

    /** The upload stays open for {@link #commit}. */
    @Override
    public void close() {
      open = false;
    }
  }
}
