package dev.rivet.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RT1: base × 2^(n−1) + extra, at most 60 s, ±20 %, no overflow. */
class BackoffTest {
  private static Backoff at(Duration base, double random) {
    return new Backoff(
        base,
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new AssertionError("not asked for");
          }

          @Override
          public double nextDouble() {
            return random;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "2000,1,0,2000",
    "2000,2,0,4000",
    "2000,3,0,8000",
    "2000,1,15000,17000",
    "2000,5,0,32000",
    "2000,6,0,60000",
    "2000,64,0,60000",
    "2000,2147483647,0,60000",
    "86400000,1,0,60000",
    "0,9,0,0",
    "1,1,86400000,60000"
  })
  void figuresCapAndNoOverflow(long base, int retry, long extra, long expected) {
    assertThat(at(Duration.ofMillis(base), 0.5).delay(retry, Duration.ofMillis(extra)).toMillis())
        .isEqualTo(expected);
  }

  @Test
  void jittersByAFifthAndStaysBelowTheCap() {
    assertThat(at(Duration.ofSeconds(10), 0.0).delay(1, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(8));
    assertThat(at(Duration.ofSeconds(10), 1.0).delay(1, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(12));
    assertThat(at(Duration.ofSeconds(60), 1.0).delay(9, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void neverComesBackSoonerThanTheOtherSideWishes() {
    Backoff backoff = at(Duration.ofMillis(200), 0.5);
    assertThat(backoff.delayAtLeast(1, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(backoff.delayAtLeast(1, Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.delayAtLeast(1, Duration.ofHours(3))).isEqualTo(Backoff.LONGEST_WISH);
  }
}
