package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Compression;
import dev.rivet.format.Parquet;
import dev.rivet.internal.parquet.RandomValues.Spread;
import dev.rivet.type.RivetType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type with every codec, profile, with and without dictionary, nullable and not. What was covered is taken from the footers
 * of the files, not from what the test believes it wrote; a combination that can be and was not written fails the test, as does
 * a waiver that is no longer needed.
 */
class ParquetCoverageTest {
  private static final int ROWS = 320;

  private static final Set<CompressionCodecName> CODECS =
      EnumSet.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.GZIP,
          CompressionCodecName.LZ4_RAW,
          CompressionCodecName.ZSTD);

  private static final List<Compression> COMPRESSIONS =
      List.of(
          Compression.none(),
          Compression.snappy(),
          Compression.gzip(),
          Compression.lz4Raw(),
          Compression.zstd(1),
          Compression.zstd(),
          Compression.zstd(19));

  /** What cannot happen, and why. */
  private static final Map<String, Predicate<Combination>> WAIVERS = waivers();

  private record Combination(
      String type, Encoding encoding, CompressionCodecName codec, boolean nullable) {}

  @TempDir Path dir;

  private static Map<String, Predicate<Combination>> waivers() {
    Map<String, Predicate<Combination>> waivers = new LinkedHashMap<>();
    return waivers;
  }

  private static List<TestColumn> columns() {
    List<TestColumn> columns = new ArrayList<>();
    for (RivetType type : RandomValues.allTypes()) {
      for (boolean nullable : new boolean[] {true, false}) {
        for (Spread spread : Spread.values()) {
          columns.add(new TestColumn("c" + columns.size() + " " + spread, type, nullable));
        }
      }
    }
    return columns;
  }

  private static TestTable table() {
    RandomValues values = new RandomValues(77);
    Random nulls = new Random(78);
    List<TestColumn> columns = columns();
    List<Object[]> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      Object[] row = new Object[columns.size()];
      for (int c = 0; c < row.length; c++) {
        TestColumn column = columns.get(c);
        boolean isNull = column.nullable() && nulls.nextInt(10) == 0;
        row[c] = isNull ? null : values.value(column.type(), Spread.values()[c % 3]);
      }
      rows.add(row);
    }
    return new TestTable(columns, rows);
  }

  @Test
  void everyTypeEncodingCodecAndNullability() throws Exception {
    TestTable table = table();
    List<List<String>> expected = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      expected.add(table.canonical(c));
    }
    Set<Combination> written = new LinkedHashSet<>();
    Path reference = null;
    try (DuckDb duck = new DuckDb()) {
      for (Parquet options : everyOption()) {
        Path file = table.write(dir.resolve("f" + written.size() + ".parquet"), options);
        assertThat(ParquetJava.columns(file, table.columns()))
            .as("%s", options)
            .isEqualTo(expected);
        collect(file, table.columns(), written);
        if (reference == null) {
          reference = file; // DuckDB compares columns with the model in ParquetRoundTripTest
        } else {
          assertThat(duck.difference(reference, file)).as("%s", options).isZero();
        }
      }
    }
    requireCovered(written);
  }

  private static List<Parquet> everyOption() {
    List<Parquet> all = new ArrayList<>();
    for (Compression compression : COMPRESSIONS) {
      Parquet options = Parquet.with(compression);
      all.add(options);
      all.add(options.withoutDictionary());
      all.add(options.compatible());
      all.add(options.compatible().withoutDictionary());
    }
    return all;
  }

  private static void collect(Path file, List<TestColumn> columns, Set<Combination> into)
      throws IOException {
    for (BlockMetaData block : ParquetJava.footer(file).getBlocks()) {
      int leaf = 0;
      for (TestColumn column : columns) {
        for (String type : leaves(column.type())) {
          ColumnChunkMetaData chunk = block.getColumns().get(leaf++);
          assertThat(chunk.getPath().toArray()[0]).isEqualTo(column.name());
          for (Encoding encoding : chunk.getEncodingStats().getDataEncodings()) {
            into.add(new Combination(type, encoding, chunk.getCodec(), column.nullable()));
          }
          assertThat(encodings(chunk.getPrimitiveType().getPrimitiveTypeName()))
              .as("%s", column)
              .containsAll(chunk.getEncodingStats().getDataEncodings());
        }
      }
    }
  }

  private static List<String> leaves(RivetType type) {
    return type instanceof RivetType.MapOf
        ? List.of("map key", "map value")
        : List.of(type.toString());
  }

  private static void requireCovered(Set<Combination> written) {
    Set<String> holes = new TreeSet<>();
    Set<String> needed = new TreeSet<>();
    for (RivetType type : RandomValues.allTypes()) {
      for (String leaf : leaves(type)) {
        for (Encoding encoding : encodings(physical(type))) {
          for (CompressionCodecName codec : CODECS) {
            for (boolean nullable : new boolean[] {true, false}) {
              Combination wanted = new Combination(leaf, encoding, codec, nullable);
              boolean isMissing = !written.contains(wanted);
              if (isMissing && !isWaived(wanted, needed)) {
                holes.add(wanted.toString());
              }
            }
          }
        }
      }
    }
    assertThat(holes).as("never written").isEmpty();
    assertThat(needed).as("waivers still needed").isEqualTo(new TreeSet<>(WAIVERS.keySet()));
  }

  private static boolean isWaived(Combination wanted, Set<String> needed) {
    boolean isWaived = false;
    for (Map.Entry<String, Predicate<Combination>> waiver : WAIVERS.entrySet()) {
      if (waiver.getValue().test(wanted)) {
        needed.add(waiver.getKey());
        isWaived = true;
      }
    }
    return isWaived;
  }

  private static PrimitiveTypeName physical(RivetType type) {
    RivetType scalar = type instanceof RivetType.ListOf list ? list.element() : type;
    if (scalar instanceof RivetType.Bool) {
      return PrimitiveTypeName.BOOLEAN;
    } else if (scalar instanceof RivetType.Float) {
      return PrimitiveTypeName.DOUBLE;
    } else if (scalar instanceof RivetType.Uuid
        || scalar instanceof RivetType.Decimal d && d.precision() > 18) {
      return PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }
    return scalar instanceof RivetType.Text
            || scalar instanceof RivetType.Json
            || scalar instanceof RivetType.Binary
            || scalar instanceof RivetType.MapOf
        ? PrimitiveTypeName.BINARY
        : PrimitiveTypeName.INT64;
  }

  /** Of data pages, in either profile. */
  private static Set<Encoding> encodings(PrimitiveTypeName type) {
    return switch (type) {
      case BOOLEAN -> EnumSet.of(Encoding.PLAIN);
      case INT32, INT64 ->
          EnumSet.of(
              Encoding.PLAIN,
              Encoding.PLAIN_DICTIONARY,
              Encoding.RLE_DICTIONARY,
              Encoding.DELTA_BINARY_PACKED);
      case BINARY ->
          EnumSet.of(
              Encoding.PLAIN,
              Encoding.PLAIN_DICTIONARY,
              Encoding.RLE_DICTIONARY,
              Encoding.DELTA_LENGTH_BYTE_ARRAY);
      default -> EnumSet.of(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);
    };
  }
}
