package dev.rivet.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** TU5, TU6: what a scripted pressure counter does to the number of slices read at a time. */
class GovernorTest {
  private final List<String> journal = new ArrayList<>();
  private final Governor governor =
      new Governor(3, true, (from, to) -> journal.add(from + ">" + to));

  private void readings(long... counters) {
    for (long counter : counters) {
      governor.reading(counter < 0 ? OptionalLong.empty() : OptionalLong.of(counter));
    }
  }

  private int allowed() {
    return allowed(governor);
  }

  private static int allowed(Governor asked) {
    int entered = 0;
    while (asked.tryEnter()) {
      entered++;
    }
    for (int i = 0; i < entered; i++) {
      asked.leave();
    }
    return entered;
  }

  /** TU5, TU6: first reading is the baseline; a rise takes one, no rise gives one back; every change is told. */
  @Test
  void scriptedPressureSequence() {
    readings(100);
    assertThat(allowed()).isEqualTo(3);
    readings(101);
    assertThat(allowed()).isEqualTo(2);
    readings(105);
    assertThat(allowed()).isEqualTo(1);
    readings(105);
    assertThat(allowed()).isEqualTo(2);
    readings(105, 105, 105);
    assertThat(allowed()).isEqualTo(3);
    assertThat(journal).containsExactly("3>2", "2>1", "1>2", "2>3");
    assertThat(governor.yields()).isEqualTo(2);
  }

  /** TU5: unreadable readings hold, three in a row give everything back, once. */
  @Test
  void blindnessHoldsThenRecovers() {
    readings(1, 2, 3);
    assertThat(allowed()).isEqualTo(1);
    readings(-1, -1);
    assertThat(allowed()).isEqualTo(1);
    readings(-1);
    assertThat(allowed()).isEqualTo(3);
    readings(-1, -1, 4);
    assertThat(allowed()).isEqualTo(2);
    assertThat(journal).containsExactly("3>2", "2>1", "1>3", "3>2");
  }

  /** The last slice pauses too, but not for ever. */
  @Test
  void pausesWhileItRises_andGoesOnAfterAMinute() {
    readings(1, 2, 3, 4);
    assertThat(governor.isPaused()).isTrue();
    assertThat(allowed()).isZero();
    for (int i = 5; i < 5 + 45 && governor.isPaused(); i++) {
      readings(i);
    }
    assertThat(governor.isPaused()).isFalse();
    assertThat(allowed()).isEqualTo(1);
    assertThat(journal).startsWith("3>2", "2>1", "1>0").contains("0>1");
  }

  /** TU5: who fails gives its place back. */
  @Test
  void failingSlicesDoNotDeadlock() {
    readings(1, 2, 3);
    assertThat(governor.tryEnter()).isTrue();
    assertThat(governor.tryEnter()).isFalse();
    governor.leave();
    assertThat(governor.tryEnter()).isTrue();
  }

  @Test
  void withoutYieldingNothingChanges() {
    Governor fixed = new Governor(3, false, (from, to) -> journal.add("never"));
    for (long counter = 0; counter < 10; counter++) {
      fixed.reading(OptionalLong.of(counter));
    }
    assertThat(allowed(fixed)).isEqualTo(3);
    assertThat(journal).isEmpty();
  }
}
