package dev.rivet.spi.dialect.support;

import dev.rivet.type.RivetType;

/**
 * Which type may be asked for in place of which: a pair that is refused here fails planning, one that is allowed converts
 * exactly or fails for the single value. Where a dialect can do more it asks before it asks here.
 */
public final class OverrideMatrix {
  /** What the table says about a pair. */
  public enum Verdict {
    /** Converts exactly or fails for the value. */
    EXACT,
    /** Loses information, which the definition accepts. */
    LOSSY,
    /** Not on offer, or lossy without consent. */
    REFUSED
  }

  private OverrideMatrix() {}

  /**
   * Looks a pair up.
   *
   * @param from what the source type is
   * @param to type asked for
   * @param lossyAllowed whether the definition accepts loss for this column
   */
  public static Verdict verdict(SourceFamily from, RivetType to, boolean lossyAllowed) {
    if (isLossy(from, to)) {
      return lossyAllowed ? Verdict.LOSSY : Verdict.REFUSED;
    }
    return isExact(from, to) ? Verdict.EXACT : Verdict.REFUSED;
  }

  private static boolean isLossy(SourceFamily from, RivetType to) {
    return to instanceof RivetType.Float && from == SourceFamily.DECIMAL
        || to instanceof RivetType.Decimal && from == SourceFamily.FLOAT
        || to instanceof RivetType.Date && from == SourceFamily.TIMESTAMP;
  }

  private static boolean isExact(SourceFamily from, RivetType to) {
    if (to instanceof RivetType.Text) {
      return true;
    }
    if (to instanceof RivetType.Json) {
      return from == SourceFamily.JSON || from == SourceFamily.TEXT || from == SourceFamily.MAP;
    }
    if (to instanceof RivetType.Bool) {
      return from == SourceFamily.BOOL || from == SourceFamily.INT || from == SourceFamily.BITS;
    }
    if (to instanceof RivetType.Int) {
      return isNumberLike(from) || from == SourceFamily.BITS && to.equals(RivetType.uint64());
    }
    if (to instanceof RivetType.Float f) {
      return from == SourceFamily.INT
          || from == SourceFamily.TEXT
          || from == SourceFamily.FLOAT && f.bits() == 64;
    }
    if (to instanceof RivetType.Decimal) {
      return isNumberLike(from);
    }
    if (to instanceof RivetType.Uuid) {
      return from == SourceFamily.UUID || from == SourceFamily.TEXT || from == SourceFamily.BINARY;
    }
    if (to instanceof RivetType.Binary) {
      return from == SourceFamily.UUID || from == SourceFamily.BINARY;
    }
    return isTemporal(from, to);
  }

  private static boolean isNumberLike(SourceFamily from) {
    return switch (from) {
      case BOOL, INT, DECIMAL, TEXT -> true;
      default -> false;
    };
  }

  private static boolean isTemporal(SourceFamily from, RivetType to) {
    if (to instanceof RivetType.Date) {
      return from == SourceFamily.DATE || from == SourceFamily.TEXT;
    }
    if (to instanceof RivetType.Timestamp t) {
      return switch (from) {
        case DATE -> !t.utc();
        case TEXT, TIMESTAMP, TIMESTAMP_TZ -> true;
        default -> false;
      };
    }
    return to instanceof RivetType.Time && from == SourceFamily.TIME;
  }
}
