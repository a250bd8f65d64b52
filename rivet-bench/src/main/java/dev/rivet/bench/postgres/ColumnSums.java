package dev.rivet.bench.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Checksums of columns that do not depend on the order of rows nor on how a reader represents a type, so that the server can compute
 * the same ({@link Gate}): values there are, and the sum of one exact number per value.
 */
final class ColumnSums implements BatchSink {
  private final List<BigDecimal> sums = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final MessageDigest md5;
  private long rows;

  ColumnSums() {
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void accept(VectorSchemaRoot batch) {
    List<FieldVector> vectors = batch.getFieldVectors();
    while (sums.size() < vectors.size()) {
      sums.add(BigDecimal.ZERO);
      counts.add(0L);
    }
    for (int c = 0; c < vectors.size(); c++) {
      FieldVector vector = vectors.get(c);
      BigDecimal sum = sums.get(c);
      long count = 0;
      for (int i = 0; i < batch.getRowCount(); i++) {
        if (!vector.isNull(i)) {
          sum = sum.add(number(vector, i));
          count++;
        }
      }
      sums.set(c, sum);
      counts.set(c, counts.get(c) + count);
    }
    rows += batch.getRowCount();
  }

  private BigDecimal number(FieldVector vector, int row) {
    if (vector instanceof BaseIntVector v) {
      return BigDecimal.valueOf(v.getValueAsLong(row));
    }
    if (vector instanceof BitVector v) {
      return BigDecimal.valueOf(v.get(row));
    }
    if (vector instanceof Float8Vector v) {
      return BigDecimal.valueOf(Double.doubleToRawLongBits(v.get(row)));
    }
    if (vector instanceof DecimalVector v) {
      return v.getObject(row);
    }
    if (vector instanceof DateDayVector v) {
      return BigDecimal.valueOf(v.get(row));
    }
    if (vector instanceof TimeStampVector v) {
      return BigDecimal.valueOf(v.get(row) * microsPer(v));
    }
    if (vector instanceof VarCharVector v) {
      return hash(v.get(row));
    }
    if (vector instanceof FixedSizeBinaryVector v) {
      ByteBuffer bytes = ByteBuffer.wrap(v.get(row));
      return hash(new UUID(bytes.getLong(), bytes.getLong()).toString().getBytes(US_ASCII));
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }

  private static long microsPer(TimeStampVector vector) {
    if (vector instanceof TimeStampMicroVector || vector instanceof TimeStampMicroTZVector) {
      return 1;
    }
    if (vector instanceof TimeStampMilliVector || vector instanceof TimeStampMilliTZVector) {
      return 1_000;
    }
    throw new IllegalArgumentException(vector.getField().toString());
  }

  /** First half of the MD5. */
  private BigDecimal hash(byte[] text) {
    return new BigDecimal(BigInteger.valueOf(ByteBuffer.wrap(md5.digest(text)).getLong()));
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder().append(rows);
    for (int c = 0; c < sums.size(); c++) {
      Gate.append(out, counts.get(c), sums.get(c));
    }
    return out.toString();
  }
}
