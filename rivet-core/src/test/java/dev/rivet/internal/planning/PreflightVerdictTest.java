package dev.rivet.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Profile;
import dev.rivet.inspect.Verdict;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CK1: the boundaries of the tables. */
class PreflightVerdictTest {
  private static OptionalLong rows(String text) {
    return text.equals("?") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 10000000, 100, EFFICIENT",
    "true, true, 10000001, 100, ACCEPTABLE",
    "true, true, ?, 100, ACCEPTABLE",
    "true, false, 1, 100, ACCEPTABLE",
    "false, false, 99999, 9999, ACCEPTABLE",
    "false, true, 99999, 9999, ACCEPTABLE",
    "false, false, 100000, 9999, DEGRADED",
    "false, false, 1000000, 9999, DEGRADED",
    "false, false, 1000001, 2048, DEGRADED",
    "false, false, 1000001, 2049, UNSAFE",
    "false, true, 50000000, 2049, DEGRADED",
    "false, true, 50000001, 2048, DEGRADED",
    "false, true, 50000001, 2049, UNSAFE",
    "false, false, ?, 2048, DEGRADED",
    "false, false, ?, 2049, UNSAFE",
  })
  void verdict(boolean isIndexed, boolean hasKey, String rows, long peak, Verdict expected) {
    assertThat(Preflight.verdict(isIndexed, hasKey, rows(rows), peak)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1000000, 1, FAST",
    "true, 1000001, 1, BALANCED",
    "true, 10000000, 8, BALANCED",
    "true, 10000001, 1, GENTLE",
    "true, ?, 1, GENTLE",
    "false, 100000, 1, BALANCED",
    "false, 100000, 2, GENTLE",
    "false, 100001, 2, BALANCED",
    "false, 1000000, 1, BALANCED",
    "false, 1000001, 1, GENTLE",
  })
  void profile(boolean isIndexed, String rows, int parallel, Profile expected) {
    assertThat(Preflight.profile(isIndexed, rows(rows), parallel)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, 100000000, 1",
    "true, true, 49999, 1",
    "true, true, 50000, 2",
    "true, true, 499999, 2",
    "true, true, 500000, 4",
    "true, false, 5000000, 2",
    "true, false, 5000001, 1",
    "true, false, 49999, 1",
  })
  void parallel(boolean isSliced, boolean isIndexed, String rows, int expected) {
    assertThat(Preflight.parallel(isSliced, isIndexed, rows(rows))).isEqualTo(expected);
  }

  @Test
  void peakMemory() {
    assertThat(Preflight.peakMib(1, OptionalLong.empty())).isEqualTo(34);
    assertThat(Preflight.peakMib(4, OptionalLong.of(0))).isEqualTo(88);
    assertThat(Preflight.peakMib(1, OptionalLong.of(4_096))).isEqualTo(121);
    assertThat(Preflight.peakMib(2, OptionalLong.of(1_000_000))).isEqualTo(272);
  }
}
