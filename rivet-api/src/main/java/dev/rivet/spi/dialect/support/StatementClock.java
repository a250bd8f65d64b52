package dev.rivet.spi.dialect.support;

import java.time.Duration;

/** How long statements take, with or without the time in which the consumer kept them waiting. */
final class StatementClock {
  private final boolean isSlowConsumerCounted;
  private boolean running;
  private long started;
  private long handedOver;
  private long stalled;
  private int statements;
  private long longest;

  StatementClock(boolean isSlowConsumerCounted) {
    this.isSlowConsumerCounted = isSlowConsumerCounted;
  }

  void statementStarts() {
    statements++;
    running = true;
    stalled = 0;
    started = System.nanoTime();
  }

  /** The time that counts towards the target. */
  Duration statementEnds() {
    running = false;
    long elapsed = System.nanoTime() - started;
    longest = Math.max(longest, elapsed);
    return Duration.ofNanos(isSlowConsumerCounted ? elapsed : Math.max(1, elapsed - stalled));
  }

  /** The consumer has a batch. */
  void consumerHas() {
    handedOver = System.nanoTime();
  }

  /** The consumer wants another batch. */
  void consumerReturned() {
    if (running) {
      stalled += System.nanoTime() - handedOver;
    }
  }

  int statements() {
    return statements;
  }

  Duration longest() {
    return Duration.ofNanos(running ? Math.max(longest, System.nanoTime() - started) : longest);
  }
}
