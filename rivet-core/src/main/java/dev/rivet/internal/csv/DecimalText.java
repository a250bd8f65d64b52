package dev.rivet.internal.csv;

import dev.rivet.internal.batch.FixedRange;
import dev.rivet.internal.batch.LittleEndian;
import org.apache.arrow.vector.FieldVector;

/** Exact decimals, always with as many fraction digits as the scale says. Never through a floating point number. */
final class DecimalText extends ColumnTextEncoder {
  private static final int GROUP = 1_000_000_000;

  private final FixedRange values;
  private final int width;
  private final int scale;
  private final int[] limbs;

  DecimalText(int width, int scale) {
    super(JsonForm.RAW, false);
    this.values = new FixedRange(width);
    this.width = width;
    this.scale = scale;
    this.limbs = new int[width / 4];
  }

  @Override
  void loadValues(FieldVector vector, int from, int rows) {
    values.load(vector, from, rows);
  }

  @Override
  void append(int index, Utf8Buffer out) {
    int at = values.start(index);
    byte[] bytes = values.bytes();
    boolean isNegative = bytes[at + width - 1] < 0;
    if (isNegative) {
      out.put('-');
    }
    long low = LittleEndian.i64(bytes, at);
    if (isOneWord(bytes, at, low)) {
      out.padded(Math.abs(low), scale + 1);
    } else {
      magnitude(bytes, at, isNegative);
      appendLimbs(out);
    }
    if (scale > 0) {
      out.insert(out.size() - scale, '.');
    }
  }

  private boolean isOneWord(byte[] bytes, int at, long low) {
    long sign = low >> 63;
    for (int i = 8; i < width; i += 8) {
      if (LittleEndian.i64(bytes, at + i) != sign) {
        return false;
      }
    }
    return low != Long.MIN_VALUE;
  }

  private void magnitude(byte[] bytes, int at, boolean isNegative) {
    long carry = isNegative ? 1 : 0;
    int flip = isNegative ? -1 : 0;
    for (int i = 0; i < limbs.length; i++) {
      long limb = ((LittleEndian.i32(bytes, at + 4 * i) ^ flip) & 0xffff_ffffL) + carry;
      limbs[i] = (int) limb;
      carry = limb >>> 32;
    }
  }

  /** Takes groups of nine digits from the right; they are put in reverse and turned around at the end. */
  private void appendLimbs(Utf8Buffer out) {
    int start = out.size();
    int top = limbs.length - 1;
    while (top >= 0) {
      if (limbs[top] == 0) {
        top--;
      } else {
        appendReversed(divide(top), out);
      }
    }
    int end = out.size();
    while (end > start && out.array()[end - 1] == '0') {
      end--;
    }
    out.truncate(end);
    int missing = scale + 1 - (end - start);
    if (missing > 0) {
      out.fill('0', missing);
    }
    reverse(out.array(), start, out.size());
  }

  private int divide(int top) {
    long rest = 0;
    for (int i = top; i >= 0; i--) {
      long part = rest << 32 | limbs[i] & 0xffff_ffffL;
      long quotient = part / GROUP;
      limbs[i] = (int) quotient;
      rest = part - quotient * GROUP;
    }
    return (int) rest;
  }

  private static void appendReversed(int group, Utf8Buffer out) {
    int rest = group;
    for (int i = 0; i < 9; i++) {
      out.put('0' + rest % 10);
      rest /= 10;
    }
  }

  private static void reverse(byte[] bytes, int from, int to) {
    for (int i = from, j = to - 1; i < j; i++, j--) {
      byte b = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = b;
    }
  }
}
