package dev.rivet.bench.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;

/** Columns of each kind, filled with values of everyday shape. Public because JMH's generated code reads it. */
public enum Columns {
  /** bool(). */
  BOOL(RivetType.bool()),
  /** int32(). */
  INT32(RivetType.int32()),
  /** int64(). */
  INT64(RivetType.int64()),
  /** int64(), a quarter of it NULL. */
  INT64_NULLS(RivetType.int64()),
  /** float64(). */
  FLOAT64(RivetType.float64()),
  /** decimal(18, 2). */
  DECIMAL18(RivetType.decimal(18, 2)),
  /** decimal(38, 10). */
  DECIMAL38(RivetType.decimal(38, 10)),
  /** decimal(50, 5). */
  DECIMAL50(RivetType.decimal(50, 5)),
  /** date(). */
  DATE(RivetType.date()),
  /** timestampUtc(). */
  TIMESTAMP(RivetType.timestampUtc()),
  /** uuid(). */
  UUID(RivetType.uuid()),
  /** text(), 8 characters on average. */
  TEXT8(RivetType.text()),
  /** text(), 24 characters on average. */
  TEXT24(RivetType.text()),
  /** text(), 120 characters on average. */
  TEXT120(RivetType.text()),
  /** list(int32()), two elements on average. */
  LIST(RivetType.list(RivetType.int32()));

  static final int ROWS = 8_192;

  private final RivetType type;

  Columns(RivetType type) {
    this.type = type;
  }

  /** A batch of these columns. */
  static VectorSchemaRoot batch(BufferAllocator allocator, List<Columns> kinds) {
    List<ColumnMapping> mappings = new ArrayList<>();
    for (Columns kind : kinds) {
      String name = "c" + mappings.size();
      mappings.add(
          new ColumnMapping(name, kind.type.toString(), kind.type, true, Fidelity.EXACT, Map.of()));
    }
    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchema.of(mappings), allocator);
    SplittableRandom random = new SplittableRandom(42);
    for (int c = 0; c < kinds.size(); c++) {
      FieldVector vector = root.getVector(c);
      for (int i = 0; i < ROWS; i++) {
        kinds.get(c).put(vector, i, random);
      }
    }
    root.setRowCount(ROWS);
    return root;
  }

  private void put(FieldVector vector, int i, SplittableRandom random) {
    switch (this) {
      case BOOL -> ((BitVector) vector).setSafe(i, random.nextInt(2));
      case INT32 -> ((IntVector) vector).setSafe(i, random.nextInt(1_000_000));
      case INT64 -> ((BigIntVector) vector).setSafe(i, random.nextLong(10_000_000_000L));
      case INT64_NULLS -> putOrNull((BigIntVector) vector, i, random);
      case FLOAT64 -> ((Float8Vector) vector).setSafe(i, random.nextInt(10_000_000) / 100.0);
      case DECIMAL18 ->
          ((DecimalVector) vector).setSafe(i, BigDecimal.valueOf(random.nextLong(10_000_000), 2));
      case DECIMAL38 -> ((DecimalVector) vector).setSafe(i, big(random, 100, 10));
      case DECIMAL50 -> ((Decimal256Vector) vector).setSafe(i, big(random, 150, 5));
      case DATE -> ((DateDayVector) vector).setSafe(i, random.nextInt(20_000));
      case TIMESTAMP ->
          ((TimeStampVector) vector).setSafe(i, random.nextLong(1_700_000_000_000_000L));
      case UUID -> ((FixedSizeBinaryVector) vector).setSafe(i, bytes(random, 16));
      case TEXT8 -> ((VarCharVector) vector).setSafe(i, text(random, 3, 14));
      case TEXT24 -> ((VarCharVector) vector).setSafe(i, text(random, 12, 37));
      case TEXT120 -> ((VarCharVector) vector).setSafe(i, text(random, 80, 161));
      case LIST -> putList((ListVector) vector, i, random);
    }
  }

  private static void putOrNull(BigIntVector vector, int i, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      vector.setNull(i);
    } else {
      vector.setSafe(i, random.nextLong(10_000_000_000L));
    }
  }

  private static void putList(ListVector vector, int i, SplittableRandom random) {
    int at = vector.startNewValue(i);
    int count = random.nextInt(5);
    for (int e = 0; e < count; e++) {
      ((IntVector) vector.getDataVector()).setSafe(at + e, random.nextInt(1_000));
    }
    vector.endValue(i, count);
  }

  private static BigDecimal big(SplittableRandom random, int bits, int scale) {
    return new BigDecimal(new BigInteger(1, bytes(random, bits / 8)), scale);
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(SplittableRandom random, int min, int max) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(min, max);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString().getBytes(US_ASCII);
  }
}
