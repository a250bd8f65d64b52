package dev.rivet.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Budget;
import dev.rivet.Tuning;
import dev.rivet.unit.DataSize;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** TU4: pauses are a rate. */
class PaceTest {
  /** TU4: 100 000 rows at 50 ms per 10 000 are half a second, however they come. */
  @Test
  void totalIndependentOfBatchSplits() {
    Tuning tuning = Tuning.balanced().batchRows(10_000).throttle(Duration.ofMillis(50));
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Pace pace = new Pace(tuning);
      long total = 0;
      for (int left = 100_000; left > 0; ) {
        int rows = Math.min(left, 1 + random.nextInt(5_000 * (seed + 1)));
        total += pace.after(rows, 0, 0).toNanos();
        left -= rows;
      }
      assertThat(Duration.ofNanos(total)).isBetween(Duration.ofMillis(499), Duration.ofMillis(500));
    }
    assertThat(new Pace(Tuning.fast()).after(1_000, 1_000, 0)).isZero();
  }

  /** TU4 [J]: bytes a second over all slices; idle time is not saved up. */
  @Test
  void bytesPerSecond() {
    Pace pace =
        new Pace(Tuning.fast().budget(Budget.none().maxBytesPerSecond(DataSize.ofMebibytes(1))));
    long second = 1_000_000_000L;
    assertThat(pace.after(1, 1 << 20, second)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.after(1, 1 << 19, second)).isEqualTo(Duration.ofMillis(1_500));
    assertThat(pace.after(1, 1 << 20, 60 * second)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void budgetBoundsStatementsAndConnections() {
    Budget budget = Budget.none().maxStatement(Duration.ofMillis(400)).maxConnections(3);
    assertThat(budget.statementTarget(Duration.ZERO)).isEqualTo(Duration.ofMillis(200));
    assertThat(budget.statementTarget(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(200));
    assertThat(budget.statementTarget(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(100));
    assertThat(budget.statementTimeout(Duration.ZERO)).isEqualTo(Duration.ofMillis(400));
    assertThat(budget.statementTimeout(Duration.ofMinutes(5))).isEqualTo(Duration.ofMillis(400));
    assertThat(budget.parallel(8, 1)).isEqualTo(2);
    assertThat(budget.parallel(8, 2)).isEqualTo(1);
    assertThat(Budget.none().parallel(8, 2)).isEqualTo(8);
    assertThat(Budget.none().statementTarget(Duration.ZERO)).isZero();
    assertThat(Budget.none().isSet()).isFalse();
  }
}
