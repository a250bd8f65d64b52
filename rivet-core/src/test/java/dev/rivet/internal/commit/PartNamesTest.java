package dev.rivet.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartNamesTest {
  private static final String TAIL = "20261123T101500.123_1a2b3c4d_s00003_a01_p000.parquet";

  /** M9: {@code a} begins the names of {@code a_b} too. */
  @Test
  void anExportsPartsAreNotThoseOfOneWhoseNameBeginsAlike() {
    assertThat(PartNames.isOwn("a_" + TAIL, "a")).isTrue();
    assertThat(PartNames.isOwn("a_b_" + TAIL, "a")).isFalse();
    assertThat(PartNames.isOwn("a_b_" + TAIL, "a_b")).isTrue();
    assertThat(PartNames.isOwnOrCut("a_" + TAIL, "a")).isTrue();
    assertThat(PartNames.isOwnOrCut("a_b_" + TAIL, "a")).isFalse();
    assertThat(PartNames.isOwnOrCut("a_2_" + TAIL, "a")).isFalse();
    assertThat(PartNames.isOwnOrCut("a-" + TAIL, "a")).isFalse();
  }

  @Test
  void theBeginningOfAPartsNameIsEnoughWhereASinkCutIt() {
    assertThat(PartNames.isOwnOrCut("a_20261123T101500.123_1a2b3c4d_s0000", "a")).isTrue();
    assertThat(PartNames.isOwnOrCut("a_b_20261123T101500.123_1a2b3c4d_s0000", "a")).isFalse();
    assertThat(PartNames.isOwn("a_20261123T101500.123_1a2b3c4d_s0000", "a")).isFalse();
  }
}
