package dev.rivet.dialect.postgres.internal.read;

import java.time.Duration;
import java.util.Optional;

/** Cuts the rows of a slice into statements, in one order, each row exactly once. One thread at a time. */
public abstract class Pages {

  /**
   * What follows {@code FROM}: conditions, order and limit of the next statement.
   *
   * @return empty when there is nothing more to read
   */
  abstract Optional<String> next();

  /** Index of the selected column whose last value the next page starts after, -1 for none. */
  int keyColumn() {
    return -1;
  }

  /**
   * The statement is complete.
   *
   * @param rows rows it gave
   * @param lastKey last value of the key column, in its binary form; empty without rows
   * @param elapsed how long it took
   */
  abstract void done(long rows, byte[] lastKey, Duration elapsed);

  /** The whole slice in one statement. */
  public static Pages one(String condition) {
    return new Pages() {
      private boolean asked;

      @Override
      Optional<String> next() {
        if (asked) {
          return Optional.empty();
        }
        asked = true;
        return Optional.of(condition.isEmpty() ? "" : " WHERE " + condition);
      }

      @Override
      void done(long rows, byte[] lastKey, Duration elapsed) {}
    };
  }
}
