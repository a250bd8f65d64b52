package dev.rivet.internal.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivet.format.Csv;
import dev.rivet.internal.batch.LittleEndian;
import java.util.Arrays;

/**
 * Where quotes go (RFC 4180). NULL is the NULL text, unquoted; whatever else would read as that text, and the empty string, is
 * quoted. So two different rows of two or more cells never have the same text.
 */
final class Framing {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;

  /** What values other than free text are made of, besides letters and digits. */
  private static final String PLAIN_SIGNS = "+-.:/=";

  private final byte delimiter;
  private final long delimiters;
  private final byte[] nullText;
  private final boolean isQuotingAll;
  private final boolean isPlainSafe;

  Framing(Csv csv) {
    delimiter = (byte) csv.delimiter();
    delimiters = ONES * delimiter;
    nullText = csv.nullText().getBytes(UTF_8);
    isQuotingAll = csv.quoteMode() == Csv.QuoteMode.NON_NULL;
    isPlainSafe =
        nullText.length == 0
            && !Character.isLetterOrDigit(csv.delimiter())
            && PLAIN_SIGNS.indexOf(csv.delimiter()) < 0;
  }

  byte delimiter() {
    return delimiter;
  }

  byte[] nullText() {
    return nullText;
  }

  /** Whether cells of letters, digits and the signs of numbers and times can be written without looking at them. */
  boolean isPlainSafe() {
    return isPlainSafe && !isQuotingAll;
  }

  /** Quotes the cell that starts at {@code start} and ends with the buffer, if it needs it. */
  void frame(Utf8Buffer out, int start) {
    if (isQuotingAll || needsQuotes(out.array(), start, out.size())) {
      quote(out, start);
    }
  }

  private boolean needsQuotes(byte[] bytes, int start, int end) {
    if (start == end || Arrays.equals(bytes, start, end, nullText, 0, nullText.length)) {
      return true;
    }
    int at = start;
    for (; at + 8 <= end; at += 8) {
      long word = LittleEndian.i64(bytes, at);
      if ((zeros(word ^ delimiters)
              | zeros(word ^ ONES * '"')
              | zeros(word ^ ONES * '\n')
              | zeros(word ^ ONES * '\r'))
          != 0) {
        return true;
      }
    }
    for (; at < end; at++) {
      byte b = bytes[at];
      if (b == delimiter || b == '"' || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Not zero if one of the eight bytes is zero. */
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }

  private static void quote(Utf8Buffer out, int start) {
    int end = out.size();
    int quotes = 0;
    byte[] bytes = out.array();
    for (int i = start; i < end; i++) {
      if (bytes[i] == '"') {
        quotes++;
      }
    }
    out.fill('"', quotes + 2);
    bytes = out.array();
    if (quotes == 0) {
      System.arraycopy(bytes, start, bytes, start + 1, end - start);
    } else {
      int to = out.size() - 1;
      for (int i = end - 1; i >= start; i--) {
        bytes[--to] = bytes[i];
        if (bytes[i] == '"') {
          bytes[--to] = '"';
        }
      }
    }
    bytes[start] = '"';
  }
}
