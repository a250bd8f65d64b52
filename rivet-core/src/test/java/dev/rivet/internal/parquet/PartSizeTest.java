package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Compression;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.internal.commit.PartStream;
import dev.rivet.internal.csv.CsvEncoderFactory;
import dev.rivet.internal.write.PartEncoderFactory;
import dev.rivet.plan.Slice;
import dev.rivet.plan.SliceBounds;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.type.RivetType;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code maxFileSize}: every part but the last is within 10 % of it, whatever the rows are like (PV2). */
class PartSizeTest {
  private static final int ROWS = 60_000;
  private static final List<TestColumn> COLUMNS =
      List.of(
          TestColumn.required("id", RivetType.int64()),
          TestColumn.nullable("few", RivetType.text()),
          TestColumn.nullable("note", RivetType.text()));

  @TempDir Path dir;

  private enum Rows {
    UNIFORM {
      @Override
      int width(int row) {
        return 60;
      }
    },
    GROWING {
      @Override
      int width(int row) {
        return 5 + row / 300;
      }
    },
    SHRINKING {
      @Override
      int width(int row) {
        return 205 - row / 300;
      }
    },
    IN_BURSTS {
      @Override
      int width(int row) {
        return row / 5000 % 2 == 0 ? 2 : 250;
      }
    };

    abstract int width(int row);
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Rows rows : Rows.values()) {
      for (int kibibytes : new int[] {256, 1024}) {
        DataSize limit = DataSize.ofKibibytes(kibibytes);
        for (Compression codec :
            List.of(Compression.none(), Compression.zstd(1), Compression.snappy())) {
          cases.add(Arguments.of(rows, limit, Parquet.with(codec).maxFileSize(limit)));
        }
        cases.add(
            Arguments.of(
                rows, limit, Parquet.zstd(1).rowGroupRows(3000).compatible().maxFileSize(limit)));
        cases.add(Arguments.of(rows, limit, Csv.rfc4180().maxFileSize(limit)));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void partsAreAsLargeAsAskedFor(Rows rows, DataSize limit, Format format) throws Exception {
    List<PartRecord> parts = write(rows, limit, format);
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(parts.stream().mapToLong(PartRecord::rows).sum()).isEqualTo(ROWS);
    for (PartRecord part : parts.subList(0, parts.size() - 1)) {
      assertThat((double) part.size() / limit.bytes())
          .as("%s of %s", part.name(), parts.size())
          .isBetween(0.9, 1.1);
    }
    assertThat(parts.get(parts.size() - 1).size())
        .isLessThanOrEqualTo((long) (limit.bytes() * 1.1));
  }

  private List<PartRecord> write(Rows kind, DataSize limit, Format format) throws Exception {
    Random random = new Random(5);
    PartEncoderFactory encoders =
        format instanceof Csv csv
            ? new CsvEncoderFactory(TestColumn.schema(COLUMNS), csv)
            : new ParquetEncoderFactory(
                TestColumn.schema(COLUMNS), (Parquet) format, Map.of(), null);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(TestColumn.schema(COLUMNS), allocator);
        PartStream stream =
            new PartStream(
                LocalSink.create(),
                Location.of(dir),
                null,
                encoders,
                format.extension(),
                limit.bytes(),
                new SliceClaim(
                    "20261124T000000000-abcdef", new Slice(0, new SliceBounds.Whole()), 1),
                part -> {})) {
      for (int start = 0; start < ROWS; start += 8192) {
        int n = Math.min(8192, ROWS - start);
        batch.clear();
        batch.allocateNew();
        for (int i = 0; i < n; i++) {
          int row = start + i;
          TestValues.set(batch.getVector(0), RivetType.int64(), i, row * 1_000_003L);
          TestValues.set(
              batch.getVector(1), RivetType.text(), i, row % 10 == 0 ? null : "few" + row % 7);
          TestValues.set(batch.getVector(2), RivetType.text(), i, text(random, kind.width(row)));
        }
        batch.setRowCount(n);
        stream.write(batch);
      }
      return stream.finish(false);
    }
  }

  private static String text(Random random, int width) {
    char[] text = new char[width];
    for (int i = 0; i < width; i++) {
      text[i] = (char) ('a' + random.nextInt(20));
    }
    return new String(text);
  }
}
