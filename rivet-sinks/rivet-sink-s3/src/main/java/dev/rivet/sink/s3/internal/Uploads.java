package dev.rivet.sink.s3.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the uploads of a sink share: memory, threads, and the knowledge of each other. Thread-safe. */
final class Uploads {
  private final Store store;
  private final Repeat repeat;
  private final Memory memory;
  private final Set<String> live = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;

  Uploads(Store store, Repeat repeat) {
    this.store = store;
    this.repeat = repeat;
    this.memory = new Memory(store.settings().budget());
    AtomicInteger count = new AtomicInteger();
    int n = store.settings().concurrency();
    this.threads =
        new ThreadPoolExecutor(
            n,
            n,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "rivet-s3-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    // Nobody has to close a sink that was made for an application's client: idle threads end.
    threads.allowCoreThreadTimeOut(true);
  }

  Store store() {
    return store;
  }

  Repeat repeat() {
    return repeat;
  }

  Memory memory() {
    return memory;
  }

  /** Ids of uploads that somebody in this process is writing. */
  Set<String> live() {
    return live;
  }

  PartBuffer newBuffer() {
    return new PartBuffer(memory, store.settings().partSize());
  }

  void execute(Runnable part) {
    threads.execute(part);
  }

  void close() {
    threads.shutdown();
  }
}
