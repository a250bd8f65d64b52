package dev.rivet.internal.parquet;

import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of a type: edges, few distinct ones, or all different. */
final class RandomValues {
  /** How values repeat, which decides over dictionaries. */
  enum Spread {
    /** A handful of values. */
    FEW,
    /** Every bit random. */
    WIDE,
    /** Close together, as keys are. */
    NARROW
  }

  private static final List<RivetType> SCALARS =
      List.of(
          RivetType.bool(),
          RivetType.int16(),
          RivetType.int32(),
          RivetType.int64(),
          RivetType.uint64(),
          RivetType.float32(),
          RivetType.float64(),
          RivetType.decimal(1, 0),
          RivetType.decimal(9, 2),
          RivetType.decimal(10, 2),
          RivetType.decimal(18, 4),
          RivetType.decimal(19, 4),
          RivetType.decimal(28, 5),
          RivetType.decimal(38, 10),
          RivetType.decimal(39, 3),
          RivetType.decimal(76, 20),
          RivetType.date(),
          RivetType.time(),
          new RivetType.Time(RivetType.TimeUnit.NANOS),
          RivetType.timestamp(),
          RivetType.timestamp(RivetType.TimeUnit.NANOS),
          RivetType.timestampUtc(),
          RivetType.timestampUtc(RivetType.TimeUnit.NANOS),
          RivetType.text(),
          RivetType.json(),
          RivetType.binary(),
          RivetType.uuid());

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  /** Every scalar, a list of every scalar, and a map. */
  static List<RivetType> allTypes() {
    List<RivetType> types = new ArrayList<>(SCALARS);
    SCALARS.forEach(t -> types.add(RivetType.list(t)));
    types.add(RivetType.map());
    return types;
  }

  static List<RivetType> scalars() {
    return SCALARS;
  }

  Object value(RivetType type, Spread spread) {
    if (type instanceof RivetType.ListOf list) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (int n = random.nextInt(5); n > 0; n--) {
        elements.add(random.nextInt(6) == 0 ? null : value(list.element(), spread));
      }
      return elements;
    }
    if (type instanceof RivetType.MapOf) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        map.put("k" + n, random.nextInt(4) == 0 ? null : text(spread));
      }
      return map;
    }
    if (type instanceof RivetType.Decimal d) {
      return new BigDecimal(unscaled(d.precision(), spread), d.scale());
    }
    return scalar(type, spread);
  }

  private Object scalar(RivetType type, Spread spread) {
    long bits = bits(spread);
    if (type instanceof RivetType.Bool) {
      return spread == Spread.FEW ? random.nextInt(20) == 0 : random.nextBoolean();
    }
    if (type instanceof RivetType.Int i) {
      return integer(i, bits);
    }
    if (type instanceof RivetType.Float f) {
      return f.bits() == 32 ? (Object) floats(bits) : (Object) doubles(bits);
    }
    if (type instanceof RivetType.Date) {
      return LocalDate.ofEpochDay(Math.floorMod(bits, 100_000L) - 20_000);
    }
    if (type instanceof RivetType.Time t) {
      return LocalTime.ofNanoOfDay(
          t.unit() == RivetType.TimeUnit.NANOS
              ? Math.floorMod(bits, 86_400_000_000_000L)
              : Math.floorMod(bits, 86_400_000_000L) * 1000);
    }
    if (type instanceof RivetType.Timestamp t) {
      long seconds = Math.floorMod(bits, 15_000_000_000L) - 8_000_000_000L;
      int nanos = (int) Math.floorMod(bits * 31, 1_000_000_000L);
      return TestValues.timestamp(
          seconds, t.unit() == RivetType.TimeUnit.NANOS ? nanos : nanos / 1000 * 1000);
    }
    if (type instanceof RivetType.Json) {
      return "{\"a\": " + bits + ",  \"b\":[]}";
    }
    if (type instanceof RivetType.Binary) {
      byte[] bytes = new byte[spread == Spread.FEW ? 3 : random.nextInt(200)];
      new Random(bits).nextBytes(bytes);
      return bytes;
    }
    return type instanceof RivetType.Uuid ? new UUID(bits, ~bits) : text(spread);
  }

  private long bits(Spread spread) {
    return switch (spread) {
      case FEW -> random.nextInt(7);
      case NARROW -> 1_000_000 + random.nextInt(5000);
      case WIDE ->
          switch (random.nextInt(12)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 0;
            case 3 -> -1;
            default -> random.nextLong();
          };
    };
  }

  private static Object integer(RivetType.Int type, long bits) {
    return switch (type.bits()) {
      case 16 -> (int) (short) bits;
      case 32 -> (int) bits;
      default -> type.signed() ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    };
  }

  private static Float floats(long bits) {
    float value = Float.intBitsToFloat((int) bits);
    return Float.isNaN(value) ? Float.NaN : value;
  }

  private static Double doubles(long bits) {
    double value = Double.longBitsToDouble(bits);
    return Double.isNaN(value) ? Double.NaN : value;
  }

  private BigInteger unscaled(int precision, Spread spread) {
    BigInteger limit = BigInteger.TEN.pow(precision);
    if (spread == Spread.FEW) {
      return BigInteger.valueOf(random.nextInt(7)).remainder(limit);
    }
    return switch (random.nextInt(10)) {
      case 0 -> limit.subtract(BigInteger.ONE);
      case 1 -> BigInteger.ONE.subtract(limit);
      default -> {
        BigInteger value = new BigInteger(limit.bitLength(), random).mod(limit);
        yield random.nextBoolean() ? value : value.negate();
      }
    };
  }

  private String text(Spread spread) {
    return switch (spread) {
      case FEW ->
          List.of("", "a", "red", "green", "größer", "12345678", "123456789")
              .get(random.nextInt(7));
      case NARROW -> "key-" + random.nextInt(5000);
      case WIDE -> {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(40); n > 0; n--) {
          text.appendCodePoint(codePoint());
        }
        yield text.toString();
      }
    };
  }

  private int codePoint() {
    return switch (random.nextInt(20)) {
      case 0 -> 0x1F600 + random.nextInt(50);
      case 1 -> 0x4E00 + random.nextInt(1000);
      case 2 -> '\u00e9';
      default -> ' ' + random.nextInt(90);
    };
  }

  /** Rows in which each column's values repeat in one of the ways, a tenth of them NULL. */
  TestTable table(List<TestColumn> columns, int rows, double nullShare) {
    Spread[] spreads = new Spread[columns.size()];
    for (int c = 0; c < spreads.length; c++) {
      spreads[c] = Spread.values()[c % 3];
    }
    List<Object[]> data = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      Object[] row = new Object[columns.size()];
      for (int c = 0; c < row.length; c++) {
        boolean isNull = columns.get(c).nullable() && random.nextDouble() < nullShare;
        row[c] = isNull ? null : value(columns.get(c).type(), spreads[c]);
      }
      data.add(row);
    }
    return new TestTable(columns, data);
  }
}
