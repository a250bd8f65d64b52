package dev.rivet.dialect.postgres.internal.decode;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.UUID;
import org.apache.arrow.vector.BaseFixedWidthVector;

/** Text that an override declares to be something else. */
final class ParsedDecoders {
  private static final DateTimeFormatter LOCAL = withT("");
  private static final DateTimeFormatter OFFSET = withT("x");

  private ParsedDecoders() {}

  private static DateTimeFormatter withT(String offset) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME);
    if (!offset.isEmpty()) {
      builder.appendOffset("+HH:mm:ss", "Z");
    }
    return builder.toFormatter(Locale.ROOT);
  }

  private abstract static class Parsed extends FixedWidthDecoder {
    private final String what;

    Parsed(BaseFixedWidthVector vector, ValueRules rules, int width, String what) {
      super(vector, rules, width);
      this.what = what;
    }

    @Override
    void stage(Cells cells, int from, int count, int row) throws SQLException {
      for (int i = 0; i < count; i++) {
        int length = cells.length[from + i];
        if (length < 0) {
          setNull(row + i);
          continue;
        }
        try {
          put(
              new String(
                      cells.data[from + i],
                      cells.position[from + i],
                      length,
                      StandardCharsets.UTF_8)
                  .trim(),
              i);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
          throw rules.malformedText(cells.data[from + i], cells.position[from + i], length, what);
        }
      }
    }

    abstract void put(String text, int i);
  }

  /** {@code 2024-03-10}. */
  static final class ToDate extends Parsed {
    ToDate(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 4, "an ISO date such as 2024-03-10");
    }

    @Override
    void put(String text, int i) {
      Bytes.putLittle(stage, 4 * i, Math.toIntExact(LocalDate.parse(text).toEpochDay()));
    }
  }

  /** {@code 2024-03-10T02:30:00.5}, and with an offset where an instant is asked for. */
  static final class ToTimestamp extends Parsed {
    private final boolean utc;
    private final boolean nanos;

    ToTimestamp(BaseFixedWidthVector vector, ValueRules rules, boolean utc, boolean nanos) {
      super(
          vector,
          rules,
          8,
          utc
              ? "an ISO timestamp with offset such as 2024-03-10T02:30:00Z"
              : "an ISO timestamp such as 2024-03-10T02:30:00");
      this.utc = utc;
      this.nanos = nanos;
    }

    @Override
    void put(String text, int i) {
      String t =
          text.length() > 10 && text.charAt(10) == ' '
              ? text.substring(0, 10) + 'T' + text.substring(11)
              : text;
      LocalDateTime value =
          utc
              ? OffsetDateTime.parse(t, OFFSET)
                  .withOffsetSameInstant(ZoneOffset.UTC)
                  .toLocalDateTime()
              : LocalDateTime.parse(t, LOCAL);
      Bytes.putLittle(stage, 8 * i, scaled(value.toInstant(ZoneOffset.UTC)));
    }

    private long scaled(Instant value) {
      int fraction = value.getNano();
      if (nanos) {
        return Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000_000L), fraction);
      }
      if (fraction % 1000 != 0) {
        throw new DateTimeException("finer than a microsecond");
      }
      return Math.addExact(Math.multiplyExact(value.getEpochSecond(), 1_000_000L), fraction / 1000);
    }
  }

  /** {@code 00112233-4455-6677-8899-aabbccddeeff}. */
  static final class ToUuid extends Parsed {
    ToUuid(BaseFixedWidthVector vector, ValueRules rules) {
      super(vector, rules, 16, "a UUID");
    }

    @Override
    void put(String text, int i) {
      UUID uuid = UUID.fromString(text);
      // It reads other groupings too, and cuts their digits off.
      if (!uuid.toString().equalsIgnoreCase(text)) {
        throw new IllegalArgumentException("not the canonical form");
      }
      Bytes.LONG_BE.set(stage, 16 * i, uuid.getMostSignificantBits());
      Bytes.LONG_BE.set(stage, 16 * i + 8, uuid.getLeastSignificantBits());
    }
  }
}
