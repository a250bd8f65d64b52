package dev.rivet.internal.retry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again (RT1): the base, doubled with every attempt, plus what the failure adds, at most 60
 * seconds, ±20 % so that many clients do not come back at once. Thread-safe if the random generator is.
 */
public final class Backoff {
  /** The longest wait, unless the other side asks for more. */
  public static final Duration CAP = Duration.ofSeconds(60);

  /** The longest wish of the other side that is honoured. */
  public static final Duration LONGEST_WISH = Duration.ofMinutes(5);

  private static final double JITTER = 0.2;

  private final long baseMillis;
  private final RandomGenerator random;

  /**
   * Made once per run.
   *
   * @param base wait before the first retry
   * @param random where the jitter comes from
   */
  public Backoff(Duration base, RandomGenerator random) {
    if (base.isNegative()) {
      throw new IllegalArgumentException("base must not be negative: " + base);
    }
    this.baseMillis = millis(base);
    this.random = requireNonNull(random, "random");
  }

  /**
   * The wait before an attempt.
   *
   * @param retry 1 for the first attempt after the one that failed first
   * @param extra what this kind of failure adds
   */
  public Duration delay(int retry, Duration extra) {
    if (retry < 1) {
      throw new IllegalArgumentException("the first retry is number 1: " + retry);
    }
    long cap = CAP.toMillis();
    // Beyond 2^16 any base of a millisecond or more is at the cap, so the shift cannot overflow.
    int doublings = Math.min(retry - 1, 16);
    long planned = Math.min(cap, (Math.min(baseMillis, cap) << doublings) + millis(extra));
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofMillis(Math.min(cap, Math.round(planned * factor)));
  }

  /**
   * The wait before an attempt where the other side may have said when to come back: never sooner than that.
   *
   * @param retry 1 for the first attempt after the one that failed first
   * @param retryAfter the other side's wish, zero if it has none
   */
  public Duration delayAtLeast(int retry, Duration retryAfter) {
    Duration own = delay(retry, Duration.ZERO);
    Duration wish = retryAfter.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : retryAfter;
    return own.compareTo(wish) > 0 ? own : wish;
  }

  private static long millis(Duration duration) {
    return duration.compareTo(CAP) > 0 ? CAP.toMillis() : duration.toMillis();
  }
}
