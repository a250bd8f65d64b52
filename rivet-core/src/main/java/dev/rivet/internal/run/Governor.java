package dev.rivet.internal.run;

import dev.rivet.spi.dialect.ServerLoad;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the server's pressure counter how many slices may be read at a time (TU5): the first reading is the baseline; a
 * rise takes one away, anything else gives one back, between one and the number asked for; an unreadable one changes nothing, and
 * after three in a row all are given back. A rise with one slice left pauses that one too, until the next reading without a rise,
 * but never for more than a minute. Thread-safe; has no thread and no clock of its own.
 */
final class Governor {
  private static final int BLIND_AFTER = 3;
  private static final int LONGEST_PAUSE = 40;

  private final int ceiling;
  private final boolean isYielding;
  private final BiConsumer<Integer, Integer> onChange;
  private int allowed;
  private int active;
  private int unreadable;
  private int pausedReadings;
  private int yields;
  private boolean isPaused;
  private @Nullable Long last;

  /**
   * With all slices allowed.
   *
   * @param onChange told the number before and after, 0 for a pause (TU6)
   */
  Governor(int ceiling, boolean isYielding, BiConsumer<Integer, Integer> onChange) {
    this.ceiling = ceiling;
    this.isYielding = isYielding;
    this.onChange = onChange;
    this.allowed = ceiling;
  }

  /** A reading that worked. */
  void reading(ServerLoad load) {
    reading(load.pressure());
  }

  /** A reading; empty if it did not work. */
  synchronized void reading(OptionalLong pressure) {
    if (!isYielding) {
      return;
    }
    if (pressure.isEmpty()) {
      if (++unreadable == BLIND_AFTER) {
        change(ceiling);
      }
      return;
    }
    unreadable = 0;
    Long before = last;
    last = pressure.getAsLong();
    if (before == null) {
      return;
    }
    if (last > before) {
      yields++;
      change(Math.max(0, level() - 1));
    } else {
      change(Math.min(ceiling, level() + 1));
    }
  }

  private int level() {
    return isPaused ? 0 : allowed;
  }

  private void change(int to) {
    int from = level();
    pausedReadings = to == 0 ? pausedReadings + 1 : 0;
    int next = pausedReadings > LONGEST_PAUSE ? 1 : to;
    isPaused = next == 0;
    allowed = Math.max(1, next);
    if (from != next) {
      onChange.accept(from, next);
    }
  }

  /** Whether a worker may begin a slice now; if so it has to {@link #leave()} afterwards. */
  synchronized boolean tryEnter() {
    if (isPaused || active >= allowed) {
      return false;
    }
    active++;
    return true;
  }

  /** The slice is done with. */
  synchronized void leave() {
    active--;
  }

  /** Whether those at work should rest. */
  synchronized boolean isPaused() {
    return isPaused;
  }

  /** How often it took one away. */
  synchronized int yields() {
    return yields;
  }
}
