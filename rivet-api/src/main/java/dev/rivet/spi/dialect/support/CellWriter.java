package dev.rivet.spi.dialect.support;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Puts Java values into cells, in the forms of {@link ValueForm}, one value behind the other in arrays that are reused: no object per
 * value. One thread at a time.
 */
public final class CellWriter {
  private static final int ARENA = 1 << 16;

  private byte[] arena = new byte[ARENA];
  private int used;

  /** The cells written so far have been decoded; their room is used again. */
  public void reset() {
    used = 0;
  }

  private int room(int bytes) {
    if (bytes > arena.length - used) {
      arena = new byte[Math.max(ARENA, bytes)]; // cells still point into the old one
      used = 0;
    }
    int at = used;
    used += bytes;
    return at;
  }

  /** A number of 64 bits, for {@link ValueForm#LONG} and {@link ValueForm#UNSIGNED}. */
  public int putLong(Cells cells, int index, long value) {
    int at = room(8);
    LittleEndian.putLong(arena, at, value);
    return set(cells, index, at, 8);
  }

  /** {@link ValueForm#FLOAT}. */
  public int putFloat(Cells cells, int index, float value) {
    int at = room(4);
    LittleEndian.putInt(arena, at, Float.floatToRawIntBits(value));
    return set(cells, index, at, 4);
  }

  /** {@link ValueForm#DOUBLE}. */
  public int putDouble(Cells cells, int index, double value) {
    return putLong(cells, index, Double.doubleToRawLongBits(value));
  }

  /** {@link ValueForm#DECIMAL}. */
  public int putDecimal(Cells cells, int index, BigDecimal value) {
    BigInteger unscaled = value.unscaledValue();
    if (unscaled.bitLength() <= 63) {
      int at = room(12);
      LittleEndian.putInt(arena, at, value.scale());
      LittleEndian.putLong(arena, at + 4, unscaled.longValue());
      return set(cells, index, at, 12);
    }
    byte[] bytes = unscaled.toByteArray();
    int at = room(4 + bytes.length);
    LittleEndian.putInt(arena, at, value.scale());
    System.arraycopy(bytes, 0, arena, at + 4, bytes.length);
    return set(cells, index, at, 4 + bytes.length);
  }

  /** {@link ValueForm#TEXT}; a surrogate without its other half is written as such, for the decoder to refuse. */
  public int putText(Cells cells, int index, CharSequence value) {
    int length = value.length();
    int at = room(Math.multiplyExact(3, length));
    byte[] to = arena;
    int end = at;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        to[end++] = (byte) c;
      } else if (c < 0x800) {
        to[end++] = (byte) (0xC0 | c >> 6);
        to[end++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        int point = Character.toCodePoint(c, value.charAt(++i));
        to[end++] = (byte) (0xF0 | point >> 18);
        to[end++] = (byte) (0x80 | point >> 12 & 0x3F);
        to[end++] = (byte) (0x80 | point >> 6 & 0x3F);
        to[end++] = (byte) (0x80 | point & 0x3F);
      } else {
        to[end++] = (byte) (0xE0 | c >> 12);
        to[end++] = (byte) (0x80 | c >> 6 & 0x3F);
        to[end++] = (byte) (0x80 | c & 0x3F);
      }
    }
    used = end;
    return set(cells, index, at, end - at);
  }

  /** {@link ValueForm#BYTES}; the array is not copied and must not change. */
  public int putBytes(Cells cells, int index, byte[] value) {
    cells.set(index, value, 0, value.length);
    return value.length;
  }

  /** {@link ValueForm#UUID}. */
  public int putUuid(Cells cells, int index, UUID value) {
    int at = room(16);
    LittleEndian.putLong(arena, at, Long.reverseBytes(value.getMostSignificantBits()));
    LittleEndian.putLong(arena, at + 8, Long.reverseBytes(value.getLeastSignificantBits()));
    return set(cells, index, at, 16);
  }

  /** {@link ValueForm#DATE}. */
  public int putDate(Cells cells, int index, LocalDate value) {
    return putLong(cells, index, value.toEpochDay());
  }

  /** {@link ValueForm#TIMESTAMP}, a wall clock. */
  @SuppressWarnings("JavaLocalDateTimeGetNano") // the seconds go beside it
  public int putTimestamp(Cells cells, int index, LocalDateTime value) {
    return putInstant(cells, index, value.toEpochSecond(ZoneOffset.UTC), value.getNano());
  }

  /** {@link ValueForm#TIMESTAMP}, an instant. */
  public int putTimestamp(Cells cells, int index, OffsetDateTime value) {
    return putInstant(cells, index, value.toEpochSecond(), value.getNano());
  }

  /** {@link ValueForm#DATE} and {@link ValueForm#TIMESTAMP}, for databases that have infinite ones. */
  public int putInfinite(Cells cells, int index, ValueForm form, boolean isPositive) {
    long value = isPositive ? Long.MAX_VALUE : Long.MIN_VALUE;
    return form == ValueForm.DATE
        ? putLong(cells, index, value)
        : putInstant(cells, index, value, 0);
  }

  /** {@link ValueForm#TIMESTAMP}, from microseconds since 1970-01-01. */
  public int putMicros(Cells cells, int index, long micros) {
    return putInstant(
        cells,
        index,
        Math.floorDiv(micros, 1_000_000L),
        (int) Math.floorMod(micros, 1_000_000L) * 1000);
  }

  private int putInstant(Cells cells, int index, long seconds, int nanos) {
    int at = room(12);
    LittleEndian.putLong(arena, at, seconds);
    LittleEndian.putInt(arena, at + 8, nanos);
    return set(cells, index, at, 12);
  }

  /** {@link ValueForm#TIME}. */
  public int putTime(Cells cells, int index, LocalTime value) {
    return putLong(cells, index, value.toNanoOfDay());
  }

  private int set(Cells cells, int index, int at, int length) {
    cells.set(index, arena, at, length);
    return length;
  }
}
