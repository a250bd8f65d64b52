package dev.rivet.bench.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rivet.spi.dialect.ArrowSchema;
import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The data set of the comparison: 22 columns of an online shop, 540 bytes a row in PLAIN encoding, the same bytes on every run. A
 * bit of everything a table has: a sorted key with gaps, foreign keys, few and many distinct values, amounts, instants, short
 * texts that are all different, one long text, a UUID; nine columns with 10 % NULLs.
 */
final class Sales {
  /** Rows per batch. */
  static final int BATCH = 32_768;

  private static final int NULL_PERCENT = 10;
  private static final int VOCABULARY = 12_000;

  private static final Map<String, RivetType> COLUMNS = columns();

  private static final Set<String> NULLABLE =
      Set.of(
          "parent_id",
          "stock",
          "total",
          "is_gift",
          "rating",
          "updated_at",
          "country",
          "title",
          "shipped_on");

  private final SplittableRandom random = new SplittableRandom(20_261_124);
  private final byte[][] words = words();
  private long id = 1_000_000;
  private long createdAt = 1_600_000_000_000_000L;

  private Sales() {}

  private static Map<String, RivetType> columns() {
    Map<String, RivetType> columns = new LinkedHashMap<>();
    columns.put("id", RivetType.int64());
    columns.put("customer_id", RivetType.int64());
    columns.put("parent_id", RivetType.int64());
    columns.put("quantity", RivetType.int32());
    columns.put("stock", RivetType.int32());
    columns.put("price", RivetType.decimal(10, 2));
    columns.put("total", RivetType.decimal(38, 10));
    columns.put("is_paid", RivetType.bool());
    columns.put("is_gift", RivetType.bool());
    columns.put("rating", RivetType.float64());
    columns.put("weight", RivetType.float64());
    columns.put("created_at", RivetType.timestampUtc());
    columns.put("updated_at", RivetType.timestamp());
    columns.put("shipped_on", RivetType.date());
    columns.put("status", RivetType.text());
    columns.put("country", RivetType.text());
    columns.put("category", RivetType.text());
    columns.put("email", RivetType.text());
    columns.put("title", RivetType.text());
    columns.put("sku", RivetType.text());
    columns.put("description", RivetType.text());
    columns.put("token", RivetType.uuid());
    return columns;
  }

  static Schema schema() {
    List<ColumnMapping> mappings = new ArrayList<>();
    COLUMNS.forEach(
        (name, type) ->
            mappings.add(
                new ColumnMapping(
                    name,
                    type.toString(),
                    type,
                    NULLABLE.contains(name),
                    Fidelity.EXACT,
                    Map.of())));
    return ArrowSchema.of(mappings);
  }

  /** Batches of {@value #BATCH} rows, the last one shorter. */
  static List<VectorSchemaRoot> batches(BufferAllocator allocator, int rows) {
    Sales sales = new Sales();
    List<VectorSchemaRoot> batches = new ArrayList<>();
    for (int at = 0; at < rows; at += BATCH) {
      batches.add(sales.batch(allocator, Math.min(BATCH, rows - at)));
    }
    return batches;
  }

  private VectorSchemaRoot batch(BufferAllocator allocator, int rows) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
    root.allocateNew();
    for (FieldVector vector : root.getFieldVectors()) {
      for (int row = 0; row < rows; row++) {
        if (vector.getField().isNullable() && random.nextInt(100) < NULL_PERCENT) {
          vector.setNull(row);
        } else {
          put(vector, row);
        }
      }
    }
    root.setRowCount(rows);
    return root;
  }

  private void put(FieldVector vector, int row) {
    if (vector instanceof VarCharVector text) {
      text.setSafe(row, text(vector.getName()));
    } else if (vector instanceof BigIntVector number) {
      number.setSafe(row, number(vector.getName()));
    } else if (vector instanceof IntVector number) {
      number.setSafe(
          row, vector.getName().equals("quantity") ? 1 + random.nextInt(20) : random.nextInt(5000));
    } else if (vector instanceof DecimalVector amount) {
      long cents = random.nextInt(100_000);
      amount.setSafe(
          row,
          amount.getScale() == 2 ? cents : cents * 10_000_000_000L + random.nextInt(1_000_000_000));
    } else if (vector instanceof BitVector flag) {
      flag.setSafe(row, random.nextInt(100) < 70 ? 1 : 0);
    } else if (vector instanceof Float8Vector number) {
      number.setSafe(
          row,
          vector.getName().equals("rating")
              ? random.nextDouble()
              : random.nextInt(100_000) / 100.0);
    } else if (vector instanceof TimeStampVector instant) {
      instant.setSafe(row, instant(vector.getName()));
    } else if (vector instanceof DateDayVector day) {
      day.setSafe(row, 18_000 + random.nextInt(1500));
    } else if (vector instanceof FixedSizeBinaryVector token) {
      token.setSafe(
          row,
          ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array());
    } else {
      throw new IllegalArgumentException(vector.getField().toString());
    }
  }

  private long number(String column) {
    if (column.equals("id")) {
      id += 1 + (random.nextInt(10) == 0 ? random.nextInt(50) : 0);
      return id;
    }
    return column.equals("customer_id")
        ? random.nextInt(1 << 18)
        : 1_000_000 + random.nextInt(1 << 20);
  }

  private long instant(String column) {
    if (column.equals("created_at")) {
      createdAt += random.nextInt(2_000_000);
      return createdAt;
    }
    return 1_600_000_000_000_000L + random.nextLong(100_000_000_000_000L) / 1000 * 1000;
  }

  private byte[] text(String column) {
    return switch (column) {
      case "status" -> numbered("STATUS_", random.nextInt(8));
      case "country" -> numbered("Country ", skewed(200));
      case "category" -> numbered("category/sub/", skewed(5000));
      case "email" ->
          numbered(
              new String(words[random.nextInt(VOCABULARY)], US_ASCII) + ".",
              random.nextInt(1_000_000_000),
              "@example.com");
      case "title" -> sentence(38);
      case "sku" -> numbered("SKU-", 10_000_000 + random.nextInt(80_000_000));
      default -> sentence(300);
    };
  }

  private static byte[] numbered(String before, int number) {
    return numbered(before, number, "");
  }

  private static byte[] numbered(String before, int number, String after) {
    return (before + number + after).getBytes(US_ASCII);
  }

  private int skewed(int bound) {
    double uniform = random.nextDouble();
    return (int) (uniform * uniform * uniform * bound);
  }

  private byte[] sentence(int length) {
    ByteBuffer text = ByteBuffer.allocate(length + 16);
    int wanted = length - length / 4 + random.nextInt(length / 2);
    while (text.position() < Math.min(wanted, length)) {
      text.put(words[skewed(VOCABULARY)]).put((byte) ' ');
    }
    byte[] bytes = new byte[text.position() - 1];
    text.flip().get(bytes);
    return bytes;
  }

  private byte[][] words() {
    byte[][] made = new byte[VOCABULARY][];
    for (int w = 0; w < VOCABULARY; w++) {
      StringBuilder word = new StringBuilder();
      for (int n = 2 + random.nextInt(10); n > 0; n--) {
        word.append("etaoinshrdlucmfwypvbgkqjxz".charAt(Math.min(25, skewed(40))));
      }
      made[w] = word.toString().toLowerCase(Locale.ROOT).getBytes(US_ASCII);
    }
    return made;
  }
}
