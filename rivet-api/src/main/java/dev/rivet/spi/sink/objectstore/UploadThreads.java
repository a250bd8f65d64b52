package dev.rivet.spi.sink.objectstore;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send blocks: made when needed, gone ten seconds after, never keeping the JVM alive. */
public final class UploadThreads {
  private UploadThreads() {}

  /**
   * For one sink; needs no shutdown.
   *
   * @param name what thread names begin with
   */
  public static Executor named(String name) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        10,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
