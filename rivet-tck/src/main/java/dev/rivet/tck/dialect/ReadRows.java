package dev.rivet.tck.dialect;

import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.type.ColumnMapping;
import dev.rivet.unit.DataSize;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/**
 * What a read gave, in plain Java values: Boolean, Short, Integer, Long (also for dates, times and timestamps, as stored), unsigned
 * 64 bits as text, Float, Double, BigDecimal, String, bytes as hexadecimal text, lists and maps.
 *
 * @param columns of the relation
 * @param rows values by row and column
 * @param batches rows of each batch
 * @param statistics at the end
 */
public record ReadRows(
    List<ColumnMapping> columns,
    List<List<@Nullable Object>> rows,
    List<Integer> batches,
    ReadStatistics statistics) {

  /** Options with the given batch size and statement target, 16 MiB per batch, 256 MiB per value. */
  public static ReadOptions options(int batchRows, Duration target) {
    return new ReadOptions(
        batchRows, DataSize.ofMebibytes(16), DataSize.ofMebibytes(256), target, true);
  }

  /** Reads a slice to its end. Whatever the reader took from the allocator has to be given back. */
  public static ReadRows of(SourceRelation relation, SliceBounds bounds, ReadOptions options)
      throws SQLException {
    if (!relation.problems().isEmpty()) {
      throw new AssertionError(relation.problems());
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<Integer> batches = new ArrayList<>();
    ReadStatistics statistics;
    try (BufferAllocator allocator = new RootAllocator()) {
      try (BatchReader reader = relation.read(bounds, options, allocator)) {
        while (reader.next()) {
          batches.add(reader.root().getRowCount());
          add(reader.root(), rows);
        }
        if (reader.root().getRowCount() != 0) {
          throw new AssertionError("rows after the end");
        }
        statistics = reader.statistics();
      }
    }
    return new ReadRows(relation.columns(), rows, batches, statistics);
  }

  /** Copies the values of a batch. */
  public static void add(VectorSchemaRoot root, List<List<@Nullable Object>> rows) {
    for (int i = 0; i < root.getRowCount(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (FieldVector vector : root.getFieldVectors()) {
        row.add(value(vector, i));
      }
      rows.add(row);
    }
  }

  /** All values of a column, from 0. */
  public List<@Nullable Object> values(int column) {
    List<@Nullable Object> values = new ArrayList<>();
    rows.forEach(r -> values.add(r.get(column)));
    return values;
  }

  private static @Nullable Object value(FieldVector vector, int i) {
    if (vector.isNull(i)) {
      return null;
    }
    if (vector instanceof DateDayVector v) {
      return (long) v.get(i);
    }
    if (vector instanceof TimeMicroVector v) {
      return v.get(i);
    }
    if (vector instanceof TimeNanoVector v) {
      return v.get(i);
    }
    if (vector instanceof TimeStampVector v) {
      return v.get(i);
    }
    if (vector instanceof UInt8Vector v) {
      return Long.toUnsignedString(v.get(i));
    }
    if (vector instanceof MapVector v) {
      return map(v, i);
    }
    if (vector instanceof ListVector v) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int e = v.getElementStartIndex(i); e < v.getElementEndIndex(i); e++) {
        list.add(value(v.getDataVector(), e));
      }
      return list;
    }
    Object value = vector.getObject(i);
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return value instanceof Text text ? text.toString() : value;
  }

  private static Map<Object, @Nullable Object> map(MapVector vector, int i) {
    StructVector entries = (StructVector) vector.getDataVector();
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int e = vector.getElementStartIndex(i); e < vector.getElementEndIndex(i); e++) {
      Object key = value((FieldVector) entries.getChildByOrdinal(0), e);
      if (key == null) {
        throw new AssertionError("a key of a map is never NULL");
      }
      map.put(key, value((FieldVector) entries.getChildByOrdinal(1), e));
    }
    return map;
  }
}
