package dev.rivet.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivet.spi.state.Boundary;
import dev.rivet.type.RivetType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which of two cursors is further (PG3). Text that is not what its type says is compared as bytes: progression is advisory. */
final class Cursors {
  private Cursors() {}

  /**
   * The boundary to keep when a run commits: the new one, unless both are cursors of the same kind and the old one is further.
   */
  static Boundary further(@Nullable Boundary old, Boundary committed) {
    if (old == null
        || old.cursor() == null
        || committed.cursor() == null
        || !old.strategy().equals(committed.strategy())) {
      return committed; // PG4; a sliced run replaces the row of the one before (PG3)
    }
    if (old.cursorType() == null || !old.cursorType().equals(committed.cursorType())) {
      return committed;
    }
    return compare(old.cursorType(), old.cursor(), committed.cursor()) > 0 ? old : committed;
  }

  static int compare(String type, String left, String right) {
    RivetType parsed;
    try {
      parsed = RivetType.parse(type);
    } catch (IllegalArgumentException e) {
      return compareBytes(left, right);
    }
    if (parsed instanceof RivetType.Int || parsed instanceof RivetType.Decimal) {
      return compareAs(BigDecimal::new, left, right);
    }
    if (parsed instanceof RivetType.Float) {
      return compareAs(Double::valueOf, left, right);
    }
    if (parsed instanceof RivetType.Date) {
      return compareAs(text -> LocalDate.parse(text).toEpochDay(), left, right);
    }
    if (parsed instanceof RivetType.Timestamp) {
      return compareAs(Cursors::timestamp, left, right);
    }
    return compareBytes(left, right);
  }

  private static <T extends Comparable<T>> int compareAs(
      Function<String, T> parse, String left, String right) {
    try {
      return parse.apply(left).compareTo(parse.apply(right));
    } catch (NumberFormatException | DateTimeException e) {
      return compareBytes(left, right);
    }
  }

  /** With or without offset, {@code T} or a blank in between: {@code 2024-01-02T03:04:05.000006}. */
  private static OffsetDateTime timestamp(String text) {
    String iso = text.replace(' ', 'T');
    int afterDate = iso.indexOf('T') + 1;
    boolean hasOffset =
        iso.endsWith("Z") || iso.indexOf('+', afterDate) > 0 || iso.indexOf('-', afterDate) > 0;
    return hasOffset
        ? OffsetDateTime.parse(iso).withOffsetSameInstant(ZoneOffset.UTC)
        : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
  }

  private static int compareBytes(String left, String right) {
    return Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }
}
