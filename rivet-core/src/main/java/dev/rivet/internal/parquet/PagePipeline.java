package dev.rivet.internal.parquet;

import dev.rivet.format.Compression;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pages, with the help of another thread if there is one. The writer never waits for a
 * helper that has not begun: it then does the work itself, so a busy, stopped or refusing executor
 * costs speed only. Pages are handed to their chunks in the order in which they came.
 */
final class PagePipeline implements AutoCloseable {
  /** One page at the helper and one waiting keep it busy; more would only cost memory. */
  private static final int UNFINISHED = 2;

  private static final int IN_FLIGHT = 4;

  private final CompressorPool compressors;
  private final @Nullable Executor helper;
  private final Deque<PageTask> inFlight = new ArrayDeque<>();
  private final Deque<PageTask> idle = new ArrayDeque<>();

  PagePipeline(Compression compression, @Nullable Executor helper) {
    this.compressors = new CompressorPool(compression);
    this.helper = helper;
  }

  void submit(ChunkBuilder chunk, PageInfo page, RawPage raw) throws IOException {
    settleFinished();
    while (inFlight.size() >= IN_FLIGHT) {
      settleOldest();
    }
    PageTask task = idleTask();
    task.load(chunk, page, raw);
    inFlight.add(task);
    if (helper == null) {
      settleOldest();
      return;
    }
    long unfinished = inFlight.stream().filter(t -> !t.isDone()).count();
    boolean busy = unfinished > UNFINISHED;
    if (!(busy && runOldestQueued()) || task.isQueued()) {
      hand(helper, task);
    }
  }

  private boolean runOldestQueued() {
    for (PageTask task : inFlight) {
      if (task.tryRun()) {
        return true;
      }
    }
    return false;
  }

  private static void hand(Executor helper, PageTask task) {
    try {
      helper.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Compressed size of the page; nothing is kept. */
  int trial(RawPage raw) throws IOException {
    PageTask task = idleTask();
    task.load(null, null, raw);
    int size = task.get();
    task.settle();
    idle.push(task);
    return size;
  }

  private PageTask idleTask() {
    PageTask task = idle.poll();
    return task != null ? task : new PageTask(compressors);
  }

  private void settleFinished() throws IOException {
    while (!inFlight.isEmpty() && inFlight.getFirst().isDone()) {
      settleOldest();
    }
  }

  /** Finishes the page that came first; rather than wait for it, the writer compresses others. */
  void settleOldest() throws IOException {
    PageTask task = inFlight.getFirst();
    boolean helping = true;
    while (helping && !task.isDone()) {
      helping = runOldestQueued();
    }
    task.settle();
    inFlight.removeFirst();
    idle.push(task);
  }

  /** Finishes all pages. */
  void settleAll() throws IOException {
    while (!inFlight.isEmpty()) {
      settleOldest();
    }
  }

  @Override
  public void close() {
    inFlight.forEach(PageTask::cancel);
    inFlight.clear();
    compressors.close();
  }
}
