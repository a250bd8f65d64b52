package dev.rivet.internal.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Full;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.unit.DataSize;
import org.junit.jupiter.api.Test;

class ChunkedSlicerTest {

  @Test
  void fullIsOneSlice() throws Exception {
    assertThat(FixedRelation.of(1, 10, false, 10L).cut(Full.scan()).slices())
        .containsExactly(new Slice(0, new SliceBounds.Whole()));
  }

  @Test
  void rowsCutTheKeyRange() throws Exception {
    assertThat(FixedRelation.of(1, 250, false, 250L).cut(Chunked.by("id").rows(100)).slices())
        .containsExactly(
            new Slice(0, new SliceBounds.Range("id", 1, 100)),
            new Slice(1, new SliceBounds.Range("id", 101, 200)),
            new Slice(2, new SliceBounds.Range("id", 201, 250)));
  }

  @Test
  void nullKeysGetASliceOfTheirOwn() throws Exception {
    assertThat(FixedRelation.of(1, 50, true, 60L).cut(Chunked.by("id").rows(100)).slices())
        .containsExactly(
            new Slice(0, new SliceBounds.Range("id", 1, 50)),
            new Slice(1, new SliceBounds.NullKey("id")));
    assertThat(FixedRelation.empty(true).cut(Chunked.by("id")).slices())
        .containsExactly(new Slice(0, new SliceBounds.NullKey("id")));
  }

  @Test
  void emptyTableNoChunks() throws Exception {
    assertThat(FixedRelation.empty(false).cut(Chunked.by("id")).slices()).isEmpty();
  }

  @Test
  void countCutsEqually() throws Exception {
    assertThat(FixedRelation.of(0, 9, false, 10L).cut(Chunked.by("id").count(3)).slices())
        .containsExactly(
            new Slice(0, new SliceBounds.Range("id", 0, 3)),
            new Slice(1, new SliceBounds.Range("id", 4, 7)),
            new Slice(2, new SliceBounds.Range("id", 8, 9)));
  }

  /** CH8: 1 MiB of 100-byte rows is 10 485 rows; unknown width counts as 512 bytes; both ends are clamped. */
  @Test
  void memoryTargetClamps() throws Exception {
    FixedRelation wide = FixedRelation.of(1, 20_000, false, 20_000L);
    assertThat(
            wide.cut(Chunked.by("id").targetSize(DataSize.ofMebibytes(1))).slices().get(0).bounds())
        .isEqualTo(new SliceBounds.Range("id", 1, 10_485));
    assertThat(wide.cut(Chunked.by("id").targetSize(DataSize.ofBytes(1))).slices().get(0).bounds())
        .isEqualTo(new SliceBounds.Range("id", 1, 10_000));
    FixedRelation unknown = wide.withFacts(FixedRelation.facts(20_000L, null, "id"));
    assertThat(
            unknown
                .cut(Chunked.by("id").targetSize(DataSize.ofMebibytes(6)))
                .slices()
                .get(0)
                .bounds())
        .isEqualTo(new SliceBounds.Range("id", 1, 12_288));
    FixedRelation huge = FixedRelation.of(1, 6_000_000, false, 6_000_000L);
    assertThat(
            huge.cut(Chunked.by("id").targetSize(DataSize.ofGibibytes(100)))
                .slices()
                .get(0)
                .bounds())
        .isEqualTo(new SliceBounds.Range("id", 1, 5_000_000));
  }

  @Test
  void snowflakeStyleIdsRefusedWithoutAllocating() throws Exception {
    FixedRelation snowflake = FixedRelation.of(1, Long.MAX_VALUE, false, 1_000_000L);
    assertThat(snowflake.cut(Chunked.by("id")).problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.CHUNK_KEY_SPARSE);
    assertThat(snowflake.cut(Chunked.by("id")).slices()).isEmpty();
  }

  @Test
  void sparseByEstimateRefusedUnlessAllowed() throws Exception {
    FixedRelation sparse = FixedRelation.of(1, 6_400_000, false, 1_000L);
    assertThat(sparse.cut(Chunked.by("id")).problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.CHUNK_KEY_SPARSE);
    assertThat(sparse.cut(Chunked.by("id").allowSparse()).slices()).hasSize(64);
    assertThat(sparse.cut(Chunked.by("id").count(4)).slices()).hasSize(4);
    assertThat(FixedRelation.of(1, 6_300_000, false, 1_000L).cut(Chunked.by("id")).slices())
        .hasSize(63);
  }

  @Test
  void manySlicesOfUnknownSizeAreOnlyWarnedAbout() throws Exception {
    Slicing slicing = FixedRelation.of(1, 100_000_000, false, null).cut(Chunked.by("id"));
    assertThat(slicing.slices()).hasSize(1_000);
    assertThat(slicing.warnings()).extracting(Problem::code).contains(ErrorCode.CHUNK_KEY_SPARSE);
  }

  @Test
  void keyMustExistAndBeAnInteger() throws Exception {
    FixedRelation relation = FixedRelation.of(1, 10, false, 10L);
    assertThat(relation.cut(Chunked.by("nope")).problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.COLUMN_NOT_FOUND);
    assertThat(relation.cut(Chunked.by("amount")).problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.code()).isEqualTo(ErrorCode.CHUNK_COLUMN_NOT_INTEGER);
              assertThat(p.message()).contains("numeric(12,2)", "[id, other]");
            });
  }

  @Test
  void autoTakesTheIntegerPrimaryKeyAndSaysSo() throws Exception {
    Slicing slicing = FixedRelation.of(1, 250_000, false, 250_000L).cut(Chunked.auto());
    assertThat(slicing.slices()).hasSize(3);
    assertThat(slicing.warnings())
        .extracting(Problem::message)
        .containsExactly("cuts by the primary key \"id\"");
    FixedRelation noKey =
        FixedRelation.of(1, 10, false, 10L).withFacts(FixedRelation.facts(10L, null, null));
    assertThat(noKey.cut(Chunked.auto()).problems())
        .extracting(Problem::code)
        .containsExactly(ErrorCode.CHUNK_KEY_NOT_FOUND);
  }

  /** AR3: an estimate of at most one chunk, and nothing chosen, is not worth cutting. */
  @Test
  void smallTableRunsAsOneSlice() throws Exception {
    FixedRelation small = FixedRelation.of(1, 900_000, false, 100_000L);
    assertThat(small.cut(Chunked.auto()).slices())
        .containsExactly(new Slice(0, new SliceBounds.Range("id", 1, 900_000)));
    assertThat(small.cut(Chunked.auto().rows(100_000)).slices()).hasSize(9);
  }

  /** PA12: the span is not a row count. */
  @Test
  void spanIsCappedAndSeparateFromRows() throws Exception {
    assertThat(FixedRelation.of(1, 900_000, false, 100_000L).cut(Chunked.by("id")).keySpan())
        .isEqualTo(900_000);
    assertThat(
            FixedRelation.of(Long.MIN_VALUE, Long.MAX_VALUE, false, null)
                .cut(Chunked.by("id").count(2))
                .keySpan())
        .isEqualTo(Long.MAX_VALUE);
  }
}
