package dev.rivet.internal.batch;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Cuts batches into blocks whose heap copies stay small whatever the data; one huge row is its own block. */
public final class Blocks {
  private static final long HEAP_BYTES = 1 << 20;

  private Blocks() {}

  /** Rows of the next block: at most {@code max}, at least one. */
  public static int rows(VectorSchemaRoot batch, int from, int max) {
    int rows = max;
    while (rows > 1 && bytes(batch, from, rows) > HEAP_BYTES) {
      rows >>>= 1;
    }
    return rows;
  }

  /** The same for a single vector. */
  public static int rows(FieldVector vector, int from, int max) {
    int rows = max;
    while (rows > 1 && bytes(vector, from, rows) > HEAP_BYTES) {
      rows >>>= 1;
    }
    return rows;
  }

  /** Rows up to and with the one that fills {@code budget} bytes of memory, at most {@code max}. Does not depend on the batch's end. */
  public static int rowsThatFill(VectorSchemaRoot batch, int from, int max, long budget) {
    if (bytes(batch, from, max) < budget) {
      return max;
    }
    int tooFew = 0;
    int enough = max;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) >>> 1;
      if (bytes(batch, from, middle) < budget) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  /** Bytes that rows take in memory, NULLs like other values: a sum over the rows, wherever batches are cut. */
  public static long bytes(VectorSchemaRoot batch, int from, int rows) {
    long sum = 0;
    for (FieldVector vector : batch.getFieldVectors()) {
      sum += bytes(vector, from, rows);
    }
    return sum;
  }

  private static long bytes(FieldVector vector, int from, int rows) {
    if (rows == 0) {
      return 0;
    }
    if (vector instanceof BaseFixedWidthVector fixed) {
      return (long) rows * Math.max(1, fixed.getTypeWidth());
    }
    if (vector instanceof BaseVariableWidthVector) {
      return 4L * rows + offset(vector, from + rows) - offset(vector, from);
    }
    if (vector instanceof ListVector list) {
      int start = offset(vector, from);
      return 4L * rows + bytes(list.getDataVector(), start, offset(vector, from + rows) - start);
    }
    long sum = 0;
    if (vector instanceof StructVector struct) {
      for (FieldVector child : struct.getChildrenFromFields()) {
        sum += bytes(child, from, rows);
      }
    }
    return sum;
  }

  private static int offset(FieldVector vector, int row) {
    return vector.getOffsetBuffer().getInt(row * 4L);
  }
}
