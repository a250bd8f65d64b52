package dev.rivet.dialect.postgres;

import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ReadStatistics;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.DataSize;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
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

/**
 * What a read gave, in plain Java values: Boolean, Short, Integer, Long (also for dates, times and timestamps, as stored), unsigned
 * 64 bits as text, Float, Double, BigDecimal, String, bytes as hexadecimal text, lists and maps.
 */
record Rows(
    List<ColumnMapping> columns,
    List<List<Object>> rows,
    List<Integer> batches,
    ReadStatistics statistics) {
  static final ReadOptions OPTIONS = options(1000, Duration.ZERO);

  static ReadOptions options(int batchRows, Duration target) {
    return new ReadOptions(
        batchRows, DataSize.ofMebibytes(16), DataSize.ofMebibytes(256), target, true);
  }

  static SessionSettings settings() {
    return new SessionSettings("rivet test", Duration.ofMinutes(1), Duration.ofSeconds(5));
  }

  static Relation table(String name) {
    return new Relation.Table(null, name);
  }

  static Relation query(String sql) {
    return new Relation.Query(sql);
  }

  static Rows of(Postgres dialect, Relation relation) throws SQLException {
    return of(dialect, relation, TypeRules.standard());
  }

  static Rows of(Postgres dialect, Relation relation, TypeRules rules) throws SQLException {
    return of(dialect, relation, rules, new SliceBounds.Whole(), OPTIONS);
  }

  static Rows of(
      Postgres dialect, Relation relation, TypeRules rules, SliceBounds bounds, ReadOptions options)
      throws SQLException {
    try (SourceSession session = dialect.open(TestServer.dataSource(), settings())) {
      SourceRelation resolved = session.resolve(relation, rules);
      if (!resolved.problems().isEmpty()) {
        throw new AssertionError(resolved.problems());
      }
      return of(resolved, bounds, options);
    }
  }

  /** What to read from where. */
  record Source(Postgres dialect, DataSource source, String sql) {}

  static Rows of(Source source) throws SQLException {
    try (SourceSession session = source.dialect().open(source.source(), settings())) {
      return of(
          session.resolve(query(source.sql()), TypeRules.standard()),
          new SliceBounds.Whole(),
          OPTIONS);
    }
  }

  static Rows of(SourceRelation relation, SliceBounds bounds, ReadOptions options)
      throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
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
    return new Rows(relation.columns(), rows, batches, statistics);
  }

  static void add(VectorSchemaRoot root, List<List<Object>> rows) {
    for (int i = 0; i < root.getRowCount(); i++) {
      List<Object> row = new ArrayList<>();
      for (FieldVector vector : root.getFieldVectors()) {
        row.add(value(vector, i));
      }
      rows.add(row);
    }
  }

  /** All values of the first column. */
  List<Object> values() {
    List<Object> values = new ArrayList<>();
    rows.forEach(r -> values.add(r.get(0)));
    return values;
  }

  static Object value(FieldVector vector, int i) {
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
      List<Object> list = new ArrayList<>();
      for (int e = v.getElementStartIndex(i); e < v.getElementEndIndex(i); e++) {
        list.add(value(v.getDataVector(), e));
      }
      return list;
    }
    Object value = vector.getObject(i);
    return value instanceof byte[] bytes
        ? HexFormat.of().formatHex(bytes)
        : value instanceof org.apache.arrow.vector.util.Text text ? text.toString() : value;
  }

  private static Map<Object, Object> map(MapVector vector, int i) {
    StructVector entries = (StructVector) vector.getDataVector();
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int e = vector.getElementStartIndex(i); e < vector.getElementEndIndex(i); e++) {
      if (entries.isNull(e)) {
        throw new AssertionError("an entry of a map is never NULL");
      }
      map.put(
          value((FieldVector) entries.getChildByOrdinal(0), e),
          value((FieldVector) entries.getChildByOrdinal(1), e));
    }
    return map;
  }
}
