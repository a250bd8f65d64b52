package dev.rivet.internal.digest;

import static dev.rivet.internal.batch.TestBatch.bytes;
import static dev.rivet.internal.batch.TestBatch.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.internal.batch.TestBatch;
import dev.rivet.type.RivetType;
import dev.rivet.type.RivetType.TimeUnit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class BatchDigestTest {
  private static final byte[] UUID = bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255);

  /** One row of nothing but NULL, one of small values, one of extremes. */
  private static TestBatch everyType() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("a", "1");
    map.put("b", null);
    BigDecimal wide = new BigDecimal("-" + "9".repeat(50));
    return new TestBatch()
        .column("bool", RivetType.bool(), null, false, true)
        .column("int16", RivetType.int16(), null, 0, -32768)
        .column("int32", RivetType.int32(), null, 1, Integer.MIN_VALUE)
        .column("int64", RivetType.int64(), null, 2L, Long.MIN_VALUE)
        .column("uint64", RivetType.uint64(), null, 3L, -1L)
        .column("float32", RivetType.float32(), null, 1.5f, Float.NaN)
        .column("float64", RivetType.float64(), null, -0.0, Double.NEGATIVE_INFINITY)
        .column(
            "dec128",
            RivetType.decimal(20, 2),
            null,
            new BigDecimal("0.01"),
            new BigDecimal("-123456789012345678.99"))
        .column("dec256", RivetType.decimal(50, 0), null, wide.negate(), wide)
        .column("date", RivetType.date(), null, 0, -735_160)
        .column("time", RivetType.time(), null, 1L, 86_399_999_999L)
        .column("ts", RivetType.timestamp(), null, -1L, Long.MAX_VALUE)
        .column("tz", RivetType.timestampUtc(TimeUnit.NANOS), null, 7L, -7L)
        .column("text", RivetType.text(), null, "", "seventeen bytes!!")
        .column(
            "json",
            RivetType.json(),
            null,
            "{}",
            "{\"key\": [1, 2, 3], \"other\": \"thirty-two or so\"}")
        .column("binary", RivetType.binary(), null, bytes(0), bytes(1, 2, 3, 4, 5))
        .column("uuid", RivetType.uuid(), null, UUID, new byte[16])
        .column("list", RivetType.list(RivetType.text()), null, list("a", null, ""), list())
        .column("map", RivetType.map(), null, Map.of(), map);
  }

  private static List<List<Object>> everyTypeByRow() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("a", "1");
    map.put("b", null);
    BigDecimal wide = new BigDecimal("-" + "9".repeat(50));
    return List.of(
        Collections.nCopies(19, null),
        Arrays.asList(
            false,
            0,
            1,
            2L,
            3L,
            1.5f,
            -0.0,
            new BigDecimal("0.01"),
            wide.negate(),
            0,
            1L,
            -1L,
            7L,
            "",
            "{}",
            bytes(0),
            new NaiveDigest.Uuid(UUID),
            list("a", null, ""),
            Map.of()),
        Arrays.asList(
            true,
            -32768,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            -1L,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            new BigDecimal("-123456789012345678.99"),
            wide,
            -735_160,
            86_399_999_999L,
            Long.MAX_VALUE,
            -7L,
            "seventeen bytes!!",
            "{\"key\": [1, 2, 3], \"other\": \"thirty-two or so\"}",
            bytes(1, 2, 3, 4, 5),
            new NaiveDigest.Uuid(new byte[16]),
            list(),
            map));
  }

  @Test
  void followsItsDefinition() {
    try (TestBatch batch = everyType()) {
      assertThat(digest(batch).toString()).isEqualTo(NaiveDigest.of(everyTypeByRow(), 19));
    }
  }

  @Test
  void textsOfAnyLengthFollowTheDefinition() {
    Object[] texts =
        IntStream.range(0, 200)
            .mapToObj(
                n ->
                    IntStream.range(0, n)
                        .mapToObj(i -> "" + (char) ('!' + (i * 7 + n) % 90))
                        .reduce("", String::concat))
            .toArray();
    try (TestBatch batch = new TestBatch().column("t", RivetType.text(), texts)) {
      List<List<Object>> rows = Arrays.stream(texts).map(List::of).toList();
      assertThat(digest(batch).toString()).isEqualTo(NaiveDigest.of(rows, 1));
    }
  }

  /** The definition is a contract: manifests of earlier versions hold these numbers. */
  @Test
  void neverChanges() {
    try (TestBatch batch =
        new TestBatch()
            .column("id", RivetType.int32(), 1, 2)
            .column("name", RivetType.text(), "one", null)) {
      assertThat(digest(batch))
          .hasToString(
              "rivet-digest-1:2:8a414c6b1c8a3fef2ea300704c94f6c8:"
                  + "dbd74b2d3e21887155bcf34736ca4e89,f89b3fc055622dc6b87cb6be7419bdac");
    }
  }

  @Test
  void nullIsNotEmpty() {
    assertDiffer(RivetType.text(), null, "");
    assertDiffer(RivetType.binary(), null, bytes());
    assertDiffer(RivetType.list(RivetType.text()), null, list());
    assertDiffer(RivetType.list(RivetType.text()), list(), list((Object) null));
    assertDiffer(RivetType.list(RivetType.text()), list((Object) null), list(""));
    assertDiffer(RivetType.map(), null, Map.of());
    assertDiffer(RivetType.int32(), null, 0);
    assertDiffer(RivetType.int64(), null, -1L);
    assertDiffer(RivetType.bool(), null, false);
  }

  @Test
  void bytesAreFramed() {
    assertDiffer(RivetType.text(), "a", "a\u0000");
    assertDiffer(RivetType.text(), "", "\u0000");
    assertDiffer(RivetType.text(), "aaaa", "aaaaa");
    assertDiffer(RivetType.text(), "a".repeat(16), "a".repeat(17));
    assertDiffer(RivetType.text(), "a".repeat(48), "a".repeat(64));
    assertDiffer(RivetType.list(RivetType.text()), list("a, b"), list("a", "b"));
    assertDiffer(RivetType.list(RivetType.text()), list("ab", "c"), list("a", "bc"));
    assertDiffer(RivetType.list(RivetType.int32()), list(1, 2), list(2, 1));
    assertDiffer(RivetType.map(), Map.of("a", "b"), Map.of("b", "a"));
  }

  @Test
  void specialFloats() {
    assertDiffer(RivetType.float64(), 0.0, -0.0);
    assertDiffer(RivetType.float32(), 0.0f, -0.0f);
    assertDiffer(RivetType.float64(), Double.NaN, Double.POSITIVE_INFINITY);
    assertSame(RivetType.float64(), Double.NaN, Double.longBitsToDouble(0xfff8_0000_0000_0001L));
    assertSame(RivetType.float32(), Float.NaN, Float.intBitsToFloat(0xffc0_0001));
  }

  @Test
  void aValueInAnotherColumnIsAnotherRow() {
    assertThat(pairs(new Object[] {"a"}, new Object[] {"b"}).rowSum())
        .isNotEqualTo(pairs(new Object[] {"b"}, new Object[] {"a"}).rowSum());
    assertThat(pairs(new Object[] {"x"}, new Object[] {null}).rowSum())
        .isNotEqualTo(pairs(new Object[] {null}, new Object[] {"x"}).rowSum());
    assertThat(pairs(new Object[] {"ab"}, new Object[] {"c"}).rowSum())
        .isNotEqualTo(pairs(new Object[] {"a"}, new Object[] {"bc"}).rowSum());
  }

  @Test
  void aValueInAnotherRowIsNoticedThoughTheColumnsHoldTheSame() {
    ContentDigest one = pairs(new Object[] {"a", "b"}, new Object[] {"1", "2"});
    ContentDigest other = pairs(new Object[] {"a", "b"}, new Object[] {"2", "1"});
    assertThat(one.columnSums()).isEqualTo(other.columnSums());
    assertThat(one.rowSum()).isNotEqualTo(other.rowSum());
  }

  @Test
  void rowOrderDoesNotMatter() {
    assertThat(pairs(new Object[] {"a", "b", null}, new Object[] {"1", "2", "3"}))
        .isEqualTo(pairs(new Object[] {null, "b", "a"}, new Object[] {"3", "2", "1"}));
  }

  @Test
  void batchCutsAndOffsetsDoNotMatter() {
    try (TestBatch batch = manyRows(5_000, 3)) {
      ContentDigest whole = digest(batch);
      BatchDigest cut = new BatchDigest(batch.schema());
      int[] cuts = {0, 1, 9, 1_000, 1_024, 1_025, 3_333, 5_000};
      for (int i = 1; i < cuts.length; i++) {
        try (VectorSchemaRoot slice = batch.root().slice(cuts[i - 1], cuts[i] - cuts[i - 1])) {
          cut.add(slice, 0, slice.getRowCount());
        }
      }
      assertThat(cut.result()).isEqualTo(whole);
      BatchDigest ranges = new BatchDigest(batch.schema());
      for (int i = 1; i < cuts.length; i++) {
        ranges.add(batch.root(), cuts[i - 1], cuts[i] - cuts[i - 1]);
      }
      assertThat(ranges.result()).isEqualTo(whole);
    }
  }

  @Test
  void longListsAndHugeCells() {
    Object[] numbers = IntStream.range(0, 5_000).boxed().toArray();
    Object[] lists = {list(numbers), list(), null, list(numbers), list(1)};
    String huge = "x".repeat(3_000_000);
    Object[] texts = {huge, "", huge, null, "y"};
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < lists.length; i++) {
      rows.add(Arrays.asList(lists[i], texts[i]));
    }
    try (TestBatch batch =
        new TestBatch()
            .column("l", RivetType.list(RivetType.int32()), lists)
            .column("t", RivetType.text(), texts)) {
      assertThat(digest(batch).toString()).isEqualTo(NaiveDigest.of(rows, 2));
    }
  }

  @Test
  void unknownVectorIsRefusedByName() {
    Schema schema = new Schema(List.of(Field.nullable("oops", new ArrowType.FixedSizeBinary(7))));
    assertThatThrownBy(() -> new BatchDigest(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'oops'");
  }

  private static void assertDiffer(RivetType type, Object one, Object other) {
    assertThat(single(type, one).rowSum()).isNotEqualTo(single(type, other).rowSum());
    assertThat(single(type, one).columnSums()).isNotEqualTo(single(type, other).columnSums());
  }

  private static void assertSame(RivetType type, Object one, Object other) {
    assertThat(single(type, one)).isEqualTo(single(type, other));
  }

  private static ContentDigest single(RivetType type, Object value) {
    try (TestBatch batch = new TestBatch().column("c", type, value)) {
      return digest(batch);
    }
  }

  private static ContentDigest pairs(Object[] first, Object[] second) {
    try (TestBatch batch =
        new TestBatch()
            .column("a", RivetType.text(), first)
            .column("b", RivetType.text(), second)) {
      return digest(batch);
    }
  }

  static ContentDigest digest(TestBatch batch) {
    BatchDigest digest = new BatchDigest(batch.schema());
    digest.add(batch.root(), 0, batch.root().getRowCount());
    return digest.result();
  }

  static TestBatch manyRows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Object[] ids = new Object[rows];
    Object[] flags = new Object[rows];
    Object[] texts = new Object[rows];
    Object[] lists = new Object[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = random.nextInt(10) == 0 ? null : random.nextLong();
      flags[i] = random.nextInt(3) == 0 ? null : random.nextBoolean();
      texts[i] = random.nextInt(7) == 0 ? null : "t".repeat(random.nextInt(40)) + i;
      lists[i] = random.nextInt(5) == 0 ? null : Collections.nCopies(random.nextInt(4), "e" + i);
    }
    return new TestBatch()
        .column("id", RivetType.int64(), ids)
        .column("flag", RivetType.bool(), flags)
        .column("text", RivetType.text(), texts)
        .column("list", RivetType.list(RivetType.text()), lists);
  }
}
