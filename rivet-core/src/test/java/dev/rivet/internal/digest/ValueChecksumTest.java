package dev.rivet.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VC1. */
class ValueChecksumTest {
  @Test
  void duplicateRowsDetected() {
    ContentDigest once = ids(1L, 2L, 3L);
    ContentDigest instead = ids(1L, 1L, 3L);
    ContentDigest otherPair = ids(2L, 2L, 3L);
    assertThat(ids(1L, 2L, 3L, 3L)).isNotEqualTo(once);
    assertThat(instead.rowSum()).isNotEqualTo(once.rowSum());
    assertThat(instead.columnSums()).isNotEqualTo(once.columnSums());
    assertThat(instead.rowSum())
        .isNotEqualTo(otherPair.rowSum()); // XOR would make pairs cancel out
    assertThat(instead.columnSums()).isNotEqualTo(otherPair.columnSums());
    assertThat(ids(1L, 4L).columnSums()).isNotEqualTo(ids(2L, 3L).columnSums());
  }

  @Test
  void singleBitFlipInPartDetected() {
    try (TestBatch batch = BatchDigestTest.manyRows(500, 1)) {
      ContentDigest original = BatchDigestTest.digest(batch);
      for (int column : new int[] {0, 2}) {
        var data = batch.root().getVector(column).getDataBuffer();
        var validity = batch.root().getVector(column).getValidityBuffer();
        for (int bit = 0; bit < 64; bit++) {
          int row = bit * 7;
          if ((validity.getByte(row >>> 3) >>> (row & 7) & 1) == 1) {
            int at =
                column == 0
                    ? row * 8 + bit / 8
                    : batch.root().getVector(2).getOffsetBuffer().getInt(row * 4L);
            data.setByte(at, data.getByte(at) ^ 1 << bit % 8);
            ContentDigest flipped = BatchDigestTest.digest(batch);
            data.setByte(at, data.getByte(at) ^ 1 << bit % 8);
            assertThat(flipped.rowSum()).isNotEqualTo(original.rowSum());
            assertThat(flipped.columnSums().get(column))
                .isNotEqualTo(original.columnSums().get(column));
            assertThat(flipped.columnSums().get(1)).isEqualTo(original.columnSums().get(1));
          }
        }
      }
      assertThat(BatchDigestTest.digest(batch)).isEqualTo(original);
    }
  }

  @Test
  void lostNullDetected() {
    try (TestBatch batch = BatchDigestTest.manyRows(100, 2)) {
      ContentDigest original = BatchDigestTest.digest(batch);
      var validity = batch.root().getVector(0).getValidityBuffer();
      validity.setByte(3, validity.getByte(3) ^ 1);
      assertThat(BatchDigestTest.digest(batch)).isNotEqualTo(original);
    }
  }

  @Test
  void sumOverPartsEqualsRun() {
    try (TestBatch batch = BatchDigestTest.manyRows(1_000, 4)) {
      ContentDigest sum = ContentDigest.empty(4);
      for (int from = 0; from < 1_000; from += 125) {
        BatchDigest part = new BatchDigest(batch.schema());
        part.add(batch.root(), from, 125);
        sum = sum.plus(ContentDigest.parse(part.result().toString()));
      }
      assertThat(sum).isEqualTo(BatchDigestTest.digest(batch));
    }
  }

  @Test
  void textForm() {
    ContentDigest digest = new ContentDigest(3, "0".repeat(31) + "a", List.of("f".repeat(32)));
    assertThat(digest).hasToString("rivet-digest-1:3:" + "0".repeat(31) + "a:" + "f".repeat(32));
    assertThat(ContentDigest.parse(digest.toString())).isEqualTo(digest);
    ContentDigest one = new ContentDigest(1, "0".repeat(31) + "1", List.of("0".repeat(31) + "1"));
    assertThat(digest.plus(one))
        .isEqualTo(new ContentDigest(4, "0".repeat(31) + "b", List.of("0".repeat(32))));
    for (String bad :
        new String[] {
          "",
          "rivet-digest-2:0::",
          "rivet-digest-1:0:00:",
          "rivet-digest-1:x:" + "0".repeat(32) + ":"
        }) {
      assertThatThrownBy(() -> ContentDigest.parse(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> digest.plus(ContentDigest.empty(2)))
        .hasMessageContaining("1 and 2 columns");
  }

  private static ContentDigest ids(Object... ids) {
    try (TestBatch batch = new TestBatch().column("id", RivetType.int64(), ids)) {
      return BatchDigestTest.digest(batch);
    }
  }
}
