package dev.rivet.internal.batch;

import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches from literals, for tests. */
public final class TestBatch implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final List<ColumnMapping> columns = new ArrayList<>();
  private final List<Object[]> values = new ArrayList<>();
  private VectorSchemaRoot root;

  /** Adds a column. Times, timestamps and dates are given as counts from the epoch. */
  public TestBatch column(String name, RivetType type, Object... cells) {
    columns.add(new ColumnMapping(name, "native", type, true, Fidelity.EXACT, Map.of()));
    values.add(cells.clone());
    return this;
  }

  /** The schema of the columns. */
  public Schema schema() {
    return ArrowSchema.of(columns);
  }

  /** The batch. */
  public VectorSchemaRoot root() {
    if (root == null) {
      root = VectorSchemaRoot.create(schema(), allocator);
      root.allocateNew();
      for (int c = 0; c < values.size(); c++) {
        FieldVector vector = root.getVector(c);
        Object[] cells = values.get(c);
        for (int i = 0; i < cells.length; i++) {
          set(vector, i, cells[i]);
        }
      }
      root.setRowCount(values.get(0).length);
    }
    return root;
  }

  private static void set(FieldVector vector, int i, Object value) {
    if (value == null) {
      vector.setNull(i);
    } else if (vector instanceof MapVector map) {
      setMap(map, i, (Map<?, ?>) value);
    } else if (vector instanceof ListVector list) {
      setList(list, i, (List<?>) value);
    } else if (value instanceof Number number) {
      setNumber(vector, i, number);
    } else {
      setOther(vector, i, value);
    }
  }

  private static void setMap(MapVector map, int i, Map<?, ?> value) {
    int at = map.startNewValue(i);
    StructVector entries = (StructVector) map.getDataVector();
    for (Map.Entry<?, ?> entry : value.entrySet()) {
      entries.setIndexDefined(at);
      set(entries.getChildrenFromFields().get(0), at, entry.getKey());
      set(entries.getChildrenFromFields().get(1), at, entry.getValue());
      at++;
    }
    map.endValue(i, value.size());
  }

  private static void setList(ListVector list, int i, List<?> value) {
    int at = list.startNewValue(i);
    for (Object element : value) {
      set(list.getDataVector(), at++, element);
    }
    list.endValue(i, value.size());
  }

  private static void setNumber(FieldVector vector, int i, Number value) {
    if (vector instanceof SmallIntVector v) {
      v.setSafe(i, value.shortValue());
    } else if (vector instanceof IntVector v) {
      v.setSafe(i, value.intValue());
    } else if (vector instanceof BigIntVector v) {
      v.setSafe(i, value.longValue());
    } else if (vector instanceof UInt8Vector v) {
      v.setSafe(i, value.longValue());
    } else if (vector instanceof Float4Vector v) {
      v.setSafe(i, value.floatValue());
    } else if (vector instanceof Float8Vector v) {
      v.setSafe(i, value.doubleValue());
    } else if (vector instanceof DateDayVector v) {
      v.setSafe(i, value.intValue());
    } else if (vector instanceof TimeMicroVector v) {
      v.setSafe(i, value.longValue());
    } else if (vector instanceof TimeNanoVector v) {
      v.setSafe(i, value.longValue());
    } else if (vector instanceof TimeStampVector v) {
      v.setSafe(i, value.longValue());
    } else if (vector instanceof DecimalVector v) {
      v.setSafe(i, (BigDecimal) value);
    } else if (vector instanceof Decimal256Vector v) {
      v.setSafe(i, (BigDecimal) value);
    } else {
      throw new IllegalArgumentException(vector + " of " + value);
    }
  }

  private static void setOther(FieldVector vector, int i, Object value) {
    byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
    if (vector instanceof BitVector v) {
      v.setSafe(i, ((Boolean) value) ? 1 : 0);
    } else if (vector instanceof VarCharVector v) {
      v.setSafe(i, bytes);
    } else if (vector instanceof VarBinaryVector v) {
      v.setSafe(i, (byte[]) value);
    } else if (vector instanceof FixedSizeBinaryVector v) {
      v.setSafe(i, (byte[]) value);
    } else {
      throw new IllegalArgumentException(vector + " of " + value);
    }
  }

  /** Bytes from unsigned numbers. */
  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** A list that may hold NULL. */
  public static List<Object> list(Object... elements) {
    return Arrays.asList(elements);
  }

  @Override
  public void close() {
    if (root != null) {
      root.close();
    }
    allocator.close();
  }
}
