package dev.rivet.it.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/**
 * Sessions that insert into a table {@code feed (id, at, v)} and commit in another order than they took their times: each
 * transaction takes its time at its beginning, holds still for a while, and many rows share a time.
 */
public final class LateWriters implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile boolean stopped;

  /**
   * Starts.
   *
   * @param source the database
   * @param insert inserts id and text, and takes the time of the transaction from the server or the third parameter
   * @param now asks the server for a time, or null if the insert does
   * @param seed for pauses
   */
  public LateWriters(DataSource source, int writers, String insert, String now, long seed) {
    for (int i = 0; i < writers; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> write(source, insert, now, random), "writer-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void write(DataSource source, String insert, String now, Random random) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      while (!stopped) {
        String at = null;
        try (PreparedStatement statement =
                connection.prepareStatement(now == null ? "SELECT 1" : now);
            var rows = statement.executeQuery()) {
          rows.next();
          at = rows.getString(1);
        }
        // Some transactions stay open for long, so that commits come out of order.
        Thread.sleep(random.nextInt(4) == 0 ? 40 + random.nextInt(80) : random.nextInt(8));
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
          for (int n = 1 + random.nextInt(3); n > 0; n--) {
            // Keys do not grow with time.
            int number = ids.incrementAndGet();
            statement.setLong(1, number * 7919L % 1_000_003);
            statement.setString(2, "v" + number);
            if (now != null) {
              statement.setString(3, at);
            }
            statement.executeUpdate();
          }
        }
        Thread.sleep(random.nextInt(5)); // writers that are not in step
        connection.commit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Rows inserted so far, committed or not. */
  public int rows() {
    return ids.get();
  }

  /** Lets every writer commit what it has. */
  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a writer failed", failure.get());
    }
  }
}
