package dev.rivet.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DN1, M9. */
class PartNamingTest {
  private static final String TAIL = "20261123T101500.123_1a2b3c4d_s00003_a01_p000.parquet";
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:00.123456Z");

  @Test
  void twoRunsSameMillisecondDistinct_retrySameName() {
    Random random = new Random(1);
    String first = PartNames.runId("orders", NOW, random);
    String second = PartNames.runId("orders", NOW, random);
    assertThat(first).matches("orders_20261123T101500\\.123_[0-9a-f]{8}").isNotEqualTo(second);
    assertThat(PartNames.part("r", 3, 1, 0, "parquet")).isEqualTo("r_s00003_a01_p000.parquet");
  }

  @Test
  void onlyOwnNamesAreOwn() {
    String name = PartNames.part(PartNames.runId("orders", NOW, new Random(1)), 3, 1, 0, "csv.gz");
    assertThat(PartNames.isOwn(name, "orders")).isTrue();
    assertThat(PartNames.isOwn(name, "order")).isFalse();
    assertThat(PartNames.isOwn("orders_backup.parquet", "orders")).isFalse();
    assertThat(
            PartNames.isOwn("orders_v2_20261123T101500.123_00000000_s00003_a01_p000.csv", "orders"))
        .isFalse();
  }

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
