package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.format.Parquet;
import dev.rivet.type.RivetType;
import dev.rivet.unit.DataSize;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offset and column index, read by parquet-java and held against the rows of each page. */
class PageIndexTest {
  private static final int ROWS = 30_000;
  private static final int GROUP = 10_000;

  @TempDir Path dir;

  /** Rising ids, falling numbers, texts that jump and are NULL for a long while, and NaN. */
  private Path write() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      boolean absent = i >= 2000 && i < 8000;
      rows.add(
          new Object[] {
            (long) i,
            ROWS - i,
            absent ? null : "text " + i * 7919 % ROWS,
            i < 5000 ? Double.NaN : 1.5 * i
          });
    }
    return new TestTable(
            List.of(
                TestColumn.required("id", RivetType.int64()),
                TestColumn.required("falling", RivetType.int32()),
                TestColumn.nullable("name", RivetType.text()),
                TestColumn.required("amount", RivetType.float64())),
            rows)
        .write(
            dir.resolve("f.parquet"),
            Parquet.zstd()
                .rowGroupRows(GROUP)
                .pageBytes(DataSize.ofKibibytes(4))
                .withoutDictionary());
  }

  @Test
  void boundsAndNullsOfEveryPageAreThoseOfItsRows() throws Exception {
    try (ParquetFileReader reader = ParquetJava.open(write())) {
      int start = 0;
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        int rows = (int) block.getRowCount();
        pagesOfIds(reader, block.getColumns().get(0), start, rows);
        pagesOfNames(reader, block.getColumns().get(2), start, rows);
        start += rows;
      }
      assertThat(start).isEqualTo(ROWS);
    }
  }

  private static void pagesOfIds(
      ParquetFileReader reader, ColumnChunkMetaData chunk, int start, int rows) throws Exception {
    ColumnIndex index = reader.readColumnIndex(chunk);
    OffsetIndex offsets = reader.readOffsetIndex(chunk);
    assertThat(index.getBoundaryOrder()).isEqualTo(BoundaryOrder.ASCENDING);
    assertThat(offsets.getPageCount()).isGreaterThan(3);
    long next = chunk.getFirstDataPageOffset();
    for (int p = 0; p < offsets.getPageCount(); p++) {
      assertThat(offsets.getOffset(p)).as("pages lie one behind the other").isEqualTo(next);
      next += offsets.getCompressedPageSize(p);
      long first = start + offsets.getFirstRowIndex(p);
      long last = start + offsets.getLastRowIndex(p, rows);
      assertThat(index.getMinValues().get(p).order(ByteOrder.LITTLE_ENDIAN).getLong(0))
          .isEqualTo(first);
      assertThat(index.getMaxValues().get(p).order(ByteOrder.LITTLE_ENDIAN).getLong(0))
          .isEqualTo(last);
      assertThat(index.getNullCounts().get(p)).isZero();
    }
    assertThat(next).isEqualTo(chunk.getStartingPos() + chunk.getTotalSize());
  }

  private static void pagesOfNames(
      ParquetFileReader reader, ColumnChunkMetaData chunk, int start, int rows) throws Exception {
    ColumnIndex index = reader.readColumnIndex(chunk);
    OffsetIndex offsets = reader.readOffsetIndex(chunk);
    for (int p = 0; p < offsets.getPageCount(); p++) {
      String min = null;
      String max = null;
      long nulls = 0;
      long last = start + offsets.getLastRowIndex(p, rows);
      for (long i = start + offsets.getFirstRowIndex(p); i <= last; i++) {
        if (i >= 2000 && i < 8000) {
          nulls++;
          continue;
        }
        String name = "text " + i * 7919 % ROWS;
        min = min == null || name.compareTo(min) < 0 ? name : min;
        max = max == null || name.compareTo(max) > 0 ? name : max;
      }
      assertThat(index.getNullCounts().get(p)).isEqualTo(nulls);
      assertThat(index.getNullPages().get(p)).isEqualTo(min == null);
      if (min != null) {
        assertThat(StandardCharsets.UTF_8.decode(index.getMinValues().get(p)).toString())
            .isEqualTo(min);
        assertThat(StandardCharsets.UTF_8.decode(index.getMaxValues().get(p)).toString())
            .isEqualTo(max);
      }
    }
  }

  @Test
  void orderOfBoundsIsSaid() throws Exception {
    try (ParquetFileReader reader = ParquetJava.open(write())) {
      List<ColumnChunkMetaData> chunks = reader.getFooter().getBlocks().get(0).getColumns();
      assertThat(reader.readColumnIndex(chunks.get(1)).getBoundaryOrder())
          .isEqualTo(BoundaryOrder.DESCENDING);
      assertThat(reader.readColumnIndex(chunks.get(2)).getBoundaryOrder())
          .isEqualTo(BoundaryOrder.UNORDERED);
    }
  }

  /** The format cannot say "values, but no bounds", so there is no column index then. */
  @Test
  void aPageOfNanHasNoColumnIndex() throws Exception {
    try (ParquetFileReader reader = ParquetJava.open(write())) {
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      assertThat(reader.readColumnIndex(groups.get(0).getColumns().get(3))).isNull();
      assertThat(reader.readOffsetIndex(groups.get(0).getColumns().get(3))).isNotNull();
      assertThat(reader.readColumnIndex(groups.get(1).getColumns().get(3))).isNotNull();
    }
  }

  /** A reader that filters by the indexes reads a page or two, and finds its row. */
  @Test
  void aFilterReadsFewRows() throws Exception {
    ParquetReadOptions options =
        ParquetReadOptions.builder()
            .withRecordFilter(FilterCompat.get(FilterApi.eq(FilterApi.longColumn("id"), 12_345L)))
            .useColumnIndexFilter(true)
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(write()), options)) {
      PageReadStore pages = reader.readNextFilteredRowGroup();
      assertThat(pages.getRowCount()).isBetween(1L, 2_500L);
      assertThat(pages.getRowIndexes().orElseThrow()).toIterable().contains(2_345L);
      assertThat(reader.readNextFilteredRowGroup()).isNull();
    }
  }
}
