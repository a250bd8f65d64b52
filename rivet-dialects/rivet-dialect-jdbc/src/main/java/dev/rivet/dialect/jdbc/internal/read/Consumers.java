package dev.rivet.dialect.jdbc.internal.read;

import dev.rivet.dialect.jdbc.internal.column.ColumnPlan;
import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.spi.dialect.support.CellLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.adapter.jdbc.JdbcToArrowUtils;
import org.apache.arrow.adapter.jdbc.consumer.JdbcConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * One consumer per column: the adapter's where it writes exactly what is planned, {@link ValueConsumer} elsewhere. They are driven one
 * by one, as the adapter's own composite hides the cause of a failure behind another one for some types. One thread at a time.
 */
final class Consumers {
  private final List<ColumnPlan> plans;
  private final VectorSchemaRoot root;
  private final CellLimit limit;
  private final List<ValueConsumer> own = new ArrayList<>();
  private final List<Integer> ownColumns = new ArrayList<>();
  private final List<JdbcConsumer<FieldVector>> adapted = new ArrayList<>();
  private final List<FieldVector> adaptedVectors = new ArrayList<>();
  private final List<Integer> adaptedColumns = new ArrayList<>();
  private int adaptedBytes;

  Consumers(
      List<ColumnPlan> plans, VectorSchemaRoot root, BufferAllocator allocator, CellLimit limit) {
    this.plans = plans;
    this.root = root;
    this.limit = limit;
    JdbcToArrowConfig config = new JdbcToArrowConfigBuilder().setAllocator(allocator).build();
    for (int c = 0; c < plans.size(); c++) {
      FieldVector vector = root.getVector(c);
      if (plans.get(c).isPlain()) {
        adapted.add(consumer(plans.get(c), c + 1, vector, config));
        adaptedVectors.add(vector);
        adaptedColumns.add(c);
        adaptedBytes += vector instanceof BaseFixedWidthVector fixed ? fixed.getTypeWidth() : 1;
      } else {
        own.add(new ValueConsumer(plans.get(c), c + 1, vector));
        ownColumns.add(c);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static JdbcConsumer<FieldVector> consumer(
      ColumnPlan plan, int column, FieldVector vector, JdbcToArrowConfig config) {
    return (JdbcConsumer<FieldVector>)
        JdbcToArrowUtils.getConsumer(
            ArrowSchema.arrowType(plan.mapping().type()), column, true, vector, config);
  }

  void start(int rows) {
    for (int i = 0; i < adapted.size(); i++) {
      FieldVector vector = adaptedVectors.get(i);
      if (vector.getValueCapacity() < rows) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
      }
      vector.reset();
      adapted.get(i).resetValueVector(vector);
    }
    own.forEach(ValueConsumer::start);
  }

  /** Reads the values of a row that have a size of their own; returns bytes of the whole row. */
  int gather(ResultSet row) throws SQLException {
    int size = adaptedBytes;
    for (int i = 0; i < own.size(); i++) {
      ValueConsumer consumer = own.get(i);
      try {
        consumer.consume(row);
      } catch (RuntimeException e) {
        throw unreadable(ownColumns.get(i), e);
      }
      if (consumer.lastSize() > limit.bytes()) {
        throw limit.exceeded(ownColumns.get(i), consumer.lastSize());
      }
      size += consumer.lastSize();
    }
    return size;
  }

  /** Reads the other values of the row. */
  void adapt(ResultSet row) throws SQLException {
    for (int i = 0; i < adapted.size(); i++) {
      try {
        adapted.get(i).consume(row);
      } catch (java.io.IOException | RuntimeException e) {
        throw unreadable(adaptedColumns.get(i), e);
      }
    }
  }

  private SQLException unreadable(int column, Exception cause) {
    ColumnPlan plan = plans.get(column);
    return new SQLException(
        "column \""
            + plan.mapping().name()
            + "\" of type "
            + plan.mapping().nativeType()
            + ": the driver could not give a value as "
            + plan.getter().form()
            + " ("
            + cause.getClass().getSimpleName()
            + "). Give the column another type with as(...), or cast it in a query.",
        "22000",
        cause);
  }

  void decode(int held) throws SQLException {
    for (ValueConsumer consumer : own) {
      consumer.decode(held);
    }
  }

  void finish(int rows) {
    own.forEach(ValueConsumer::finish);
    for (FieldVector vector : adaptedVectors) {
      vector.setValueCount(rows);
    }
    root.setRowCount(rows);
  }

  void addChanges(Map<String, Long> total) {
    own.forEach(c -> c.addChanges(total));
  }
}
