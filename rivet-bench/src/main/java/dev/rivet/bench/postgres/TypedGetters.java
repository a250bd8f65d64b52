package dev.rivet.bench.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** A loop over a JDBC result with the typed getters and java.time: what one would write without thinking of bytes. */
final class TypedGetters {
  private TypedGetters() {}

  private interface Cell {
    void put(ResultSet from, int row) throws SQLException;
  }

  static long read(
      Connection connection, String table, Schema schema, BufferAllocator memory, BatchSink sink)
      throws SQLException {
    long rows = 0;
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory);
        Statement statement = ArrowJdbc.statement(connection);
        ResultSet result = statement.executeQuery("select * from " + table)) {
      List<Cell> cells = new ArrayList<>();
      for (FieldVector vector : root.getFieldVectors()) {
        cells.add(cell(vector, cells.size() + 1));
      }
      int row = 0;
      while (result.next()) {
        for (Cell cell : cells) {
          cell.put(result, row);
        }
        row++;
        if (row == RivetRead.BATCH_ROWS) {
          rows += handOver(root, row, sink);
          row = 0;
        }
      }
      rows += handOver(root, row, sink);
    }
    connection.commit();
    return rows;
  }

  private static int handOver(VectorSchemaRoot root, int rows, BatchSink sink) {
    root.setRowCount(rows);
    sink.accept(root);
    root.getFieldVectors().forEach(FieldVector::reset);
    return rows;
  }

  private static Cell cell(FieldVector vector, int index) {
    if (vector instanceof BigIntVector v) {
      return (from, row) -> {
        long value = from.getLong(index);
        if (!from.wasNull()) {
          v.setSafe(row, value);
        }
      };
    }
    if (vector instanceof IntVector v) {
      return (from, row) -> {
        int value = from.getInt(index);
        if (!from.wasNull()) {
          v.setSafe(row, value);
        }
      };
    }
    if (vector instanceof BitVector v) {
      return (from, row) -> {
        boolean value = from.getBoolean(index);
        if (!from.wasNull()) {
          v.setSafe(row, value ? 1 : 0);
        }
      };
    }
    if (vector instanceof Float8Vector v) {
      return (from, row) -> {
        double value = from.getDouble(index);
        if (!from.wasNull()) {
          v.setSafe(row, value);
        }
      };
    }
    return objectCell(vector, index);
  }

  private static Cell objectCell(FieldVector vector, int index) {
    if (vector instanceof DecimalVector v) {
      return (from, row) -> {
        var value = from.getBigDecimal(index);
        if (value != null) {
          v.setSafe(row, value);
        }
      };
    }
    if (vector instanceof DateDayVector v) {
      return (from, row) -> {
        LocalDate value = from.getObject(index, LocalDate.class);
        if (value != null) {
          v.setSafe(row, (int) value.toEpochDay());
        }
      };
    }
    if (vector instanceof TimeStampMicroVector v) {
      return (from, row) -> {
        LocalDateTime value = from.getObject(index, LocalDateTime.class);
        if (value != null) {
          v.setSafe(row, micros(value.toEpochSecond(ZoneOffset.UTC), value));
        }
      };
    }
    if (vector instanceof TimeStampMicroTZVector v) {
      return (from, row) -> {
        OffsetDateTime value = from.getObject(index, OffsetDateTime.class);
        if (value != null) {
          v.setSafe(row, micros(value.toEpochSecond(), value));
        }
      };
    }
    if (vector instanceof FixedSizeBinaryVector v) {
      return (from, row) -> {
        UUID value = from.getObject(index, UUID.class);
        if (value != null) {
          v.setSafe(row, bytes(value));
        }
      };
    }
    if (vector instanceof VarCharVector v) {
      return (from, row) -> {
        String value = from.getString(index);
        if (value != null) {
          v.setSafe(row, value.getBytes(UTF_8));
        }
      };
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }

  private static long micros(long seconds, Temporal at) {
    return seconds * 1_000_000 + at.get(ChronoField.MICRO_OF_SECOND);
  }

  private static byte[] bytes(UUID value) {
    return ByteBuffer.allocate(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }
}
