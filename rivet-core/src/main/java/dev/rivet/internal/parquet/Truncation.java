package dev.rivet.internal.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts long statistics to 64 bytes, so that a column of documents does not bloat the footer. */
final class Truncation {
  static final int LIMIT = 64;

  /** A bound that cannot be cut is written whole up to this size, else there is none. */
  private static final int WHOLE_LIMIT = 4096;

  private Truncation() {}

  /** Bounds of the values at the two places, or null if the largest has no short upper bound. */
  static @Nullable Bounds bounds(
      byte[] data, int minAt, int minLength, int maxAt, int maxLength, boolean text) {
    boolean minExact = minLength <= LIMIT;
    int minEnd = minExact ? minLength : prefixLength(data, minAt, text);
    byte[] min = Arrays.copyOfRange(data, minAt, minAt + minEnd);
    if (maxLength <= LIMIT) {
      return new Bounds(min, minExact, Arrays.copyOfRange(data, maxAt, maxAt + maxLength), true);
    }
    int maxEnd = prefixLength(data, maxAt, text);
    byte[] max = Arrays.copyOfRange(data, maxAt, maxAt + maxEnd);
    byte[] above = text ? incrementText(max) : incrementBytes(max);
    if (above != null) {
      return new Bounds(min, minExact, above, false);
    }
    if (maxLength > WHOLE_LIMIT) {
      return null;
    }
    return new Bounds(min, minExact, Arrays.copyOfRange(data, maxAt, maxAt + maxLength), true);
  }

  /** At most {@link #LIMIT}; in text the cut is between two characters. */
  private static int prefixLength(byte[] data, int at, boolean text) {
    int end = LIMIT;
    if (text) {
      while (end > LIMIT - 4 && isContinuation(data[at + end])) {
        end--;
      }
      if (isContinuation(data[at + end])) {
        return LIMIT; // not UTF-8 after all
      }
    }
    return end;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static byte @Nullable [] incrementBytes(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] above = Arrays.copyOf(prefix, i + 1);
        above[i]++;
        return above;
      }
    }
    return null;
  }

  /** The next larger text of at most this length: the last character that has a successor gets it. */
  private static byte @Nullable [] incrementText(byte[] prefix) {
    int end = prefix.length;
    while (end > 0) {
      int start = end - 1;
      while (start > 0 && end - start < 4 && isContinuation(prefix[start])) {
        start--;
      }
      byte[] next = successor(prefix, start, end);
      if (next.length > 0) {
        byte[] above = Arrays.copyOf(prefix, start + next.length);
        System.arraycopy(next, 0, above, start, next.length);
        return above;
      }
      end = start;
    }
    return null;
  }

  /** The next character with an encoding of the same length, or nothing. */
  private static byte[] successor(byte[] prefix, int start, int end) {
    String character = new String(prefix, start, end - start, UTF_8);
    int code = character.codePointAt(0) + 1;
    if (code == Character.MIN_SURROGATE) {
      code = Character.MAX_SURROGATE + 1;
    }
    if (code > Character.MAX_CODE_POINT) {
      return new byte[0];
    }
    byte[] next = Character.toString(code).getBytes(UTF_8);
    return next.length == end - start ? next : new byte[0];
  }
}
