package dev.rivet.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A page on its way through the codec, with the direct buffers it needs. Whoever comes first, a
 * helper thread or the writer, runs it; the other finds nothing to do. That also holds for a helper
 * that comes so late that the task has been reused.
 */
final class PageTask implements Runnable {
  /** Buffers up to this size are kept for the next page. */
  private static final int KEEP = 4 << 20;

  private static final int MIN_CAPACITY = 256 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private static final int IDLE = 0;
  private static final int QUEUED = 1;
  private static final int RUNNING = 2;
  private static final int DONE = 3;

  private final CompressorPool compressors;
  private final AtomicInteger state = new AtomicInteger(IDLE);
  private final CRC32 crc = new CRC32();
  private ByteBuffer source = NOTHING;
  private ByteBuffer target = NOTHING;
  private int rawSize;
  private int compressedSize;
  private @Nullable Throwable failure;
  private @Nullable ChunkBuilder chunk;
  private @Nullable PageInfo page;

  PageTask(CompressorPool compressors) {
    this.compressors = compressors;
  }

  /** Takes a copy of the page, so that its buffers are free for the next one. */
  void load(@Nullable ChunkBuilder owner, @Nullable PageInfo info, RawPage raw) {
    chunk = owner;
    page = info;
    rawSize = raw.size();
    failure = null;
    if (source.capacity() < rawSize) {
      source = ByteBuffer.allocateDirect(capacity(rawSize));
    }
    source
        .clear()
        .put(raw.levels.array, 0, raw.levels.size)
        .put(raw.encoded.array, 0, raw.encoded.size)
        .put(raw.body, 0, raw.bodySize);
    state.set(QUEUED);
  }

  private static int capacity(int needed) {
    if (needed > KEEP) {
      return needed;
    }
    return Math.max(MIN_CAPACITY, Integer.highestOneBit(Math.max(1, needed - 1)) << 1);
  }

  @Override
  public void run() {
    boolean ignored = tryRun();
  }

  /** Runs the task unless someone else has begun to. */
  boolean tryRun() {
    if (!state.compareAndSet(QUEUED, RUNNING)) {
      return false;
    }
    try {
      compress();
    } catch (Throwable e) {
      failure = e; // thrown to the writer by get()
    } finally {
      synchronized (this) {
        state.set(DONE);
        notifyAll();
      }
    }
    return true;
  }

  private void compress() throws IOException {
    PageCompressor compressor = compressors.take();
    try {
      int bound = compressor.maxCompressedSize(rawSize);
      if (target.capacity() < bound) {
        target =
            ByteBuffer.allocateDirect(
                Math.max(bound, compressor.maxCompressedSize(source.capacity())));
      }
      compressedSize = compressor.compress(source, rawSize, target);
    } finally {
      compressors.give(compressor);
    }
  }

  boolean isDone() {
    return state.get() == DONE;
  }

  boolean isQueued() {
    return state.get() == QUEUED;
  }

  /** Compresses it here and now, or waits for who does. */
  int get() throws IOException {
    if (!tryRun()) {
      await();
    }
    if (failure != null) {
      if (failure instanceof IOException e) {
        throw e;
      }
      throw new IOException("cannot compress a page: " + failure, failure);
    }
    return compressedSize;
  }

  /** Sees to it that no thread touches the buffers any more. */
  void cancel() {
    if (!state.compareAndSet(QUEUED, DONE)) {
      await();
    }
  }

  /** At most one page long, so an interrupt only has to be remembered. */
  private void await() {
    boolean interrupted = false;
    synchronized (this) {
      while (state.get() == RUNNING) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands the finished page to its chunk. */
  void settle() throws IOException {
    int size = get();
    if (chunk != null && page != null) {
      chunk.settled(page, this, size);
    }
    chunk = null;
    page = null;
    if (source.capacity() > KEEP) {
      source = NOTHING;
      target = NOTHING;
    }
  }

  /** The compressed bytes, or the raw ones, from position 0. */
  ByteBuffer bytes(boolean compressed) {
    return compressed ? target : source;
  }

  /** Checksum of the first {@code size} of {@link #bytes}. */
  int crc(boolean compressed, int size) {
    ByteBuffer bytes = bytes(compressed);
    bytes.clear().limit(size);
    crc.reset();
    crc.update(bytes);
    bytes.clear();
    return (int) crc.getValue();
  }
}
