package dev.rivet.internal.digest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A second implementation of rivet-digest-1, value by value, written from the Javadoc of {@link BatchDigest} alone. Constants are
 * repeated on purpose.
 */
final class NaiveDigest {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long LENGTH = 0xd6e8feb86659fd93L;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  private record Hash(long a, long b) {
    BigInteger number() {
      return unsigned(a).shiftLeft(64).add(unsigned(b));
    }
  }

  private NaiveDigest() {}

  /** Of a table given row by row. */
  static String of(List<List<Object>> rows, int columns) {
    BigInteger total = BigInteger.ZERO;
    BigInteger[] sums = new BigInteger[columns];
    Arrays.fill(sums, BigInteger.ZERO);
    for (List<Object> row : rows) {
      long a = mixA(columns);
      long b = mixB(columns);
      for (int c = 0; c < columns; c++) {
        long seed = (c + 1) * GOLDEN;
        Hash cell = cell(row.get(c), new Hash(mixA(seed), mixB(seed)));
        sums[c] = sums[c].add(cell.number()).mod(MODULUS);
        a += cell.a;
        b += cell.b;
      }
      b ^= mixA(a);
      a ^= mixB(b);
      b ^= mixA(a + GOLDEN);
      total = total.add(new Hash(a, b).number()).mod(MODULUS);
    }
    List<String> texts = new ArrayList<>();
    for (BigInteger sum : sums) {
      texts.add(hex(sum));
    }
    return "rivet-digest-1:" + rows.size() + ":" + hex(total) + ":" + String.join(",", texts);
  }

  private static Hash cell(Object value, Hash key) {
    if (value == null) {
      return new Hash(mixA(key.a + 0xa0761d6478bd642fL), mixB(key.b + 0xe7037ed1a0b428dbL));
    }
    if (value instanceof String text) {
      return bytes(text.getBytes(StandardCharsets.UTF_8), key);
    }
    if (value instanceof byte[] bytes) {
      return bytes(bytes, key);
    }
    if (value instanceof Uuid uuid) {
      return words(uuid.bytes, key);
    }
    if (value instanceof List<?> list) {
      Hash child = new Hash(mixA(key.a + 1), mixB(key.b + 1));
      return sequence(list.stream().map(e -> cell(e, child)).toList(), list.size(), key);
    }
    if (value instanceof Map<?, ?> map) {
      List<Hash> parts = new ArrayList<>();
      map.forEach(
          (k, v) -> {
            parts.add(cell(k, new Hash(mixA(key.a + 2), mixB(key.b + 2))));
            parts.add(cell(v, new Hash(mixA(key.a + 3), mixB(key.b + 3))));
          });
      return sequence(parts, map.size(), key);
    }
    return words(fixed(value), key);
  }

  /** Sixteen bytes that are not of any length. */
  record Uuid(byte[] bytes) {}

  private static byte[] fixed(Object value) {
    if (value instanceof BigDecimal decimal) {
      BigInteger unscaled = decimal.unscaledValue();
      byte[] bytes = new byte[decimal.precision() > 38 ? 32 : 16];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = unscaled.shiftRight(8 * i).byteValue();
      }
      return bytes;
    }
    long word =
        value instanceof Boolean bool
            ? (bool ? 1 : 0)
            : value instanceof Float f
                ? Float.floatToIntBits(f) & 0xffffffffL
                : value instanceof Double d
                    ? Double.doubleToLongBits(d)
                    : ((Number) value).longValue();
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(word).array();
  }

  private static Hash words(byte[] bytes, Hash key) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long a = key.a;
    long b = key.b;
    while (buffer.hasRemaining()) {
      long word = buffer.getLong();
      a = mixA(a ^ word);
      b = mixB(b ^ word);
    }
    return new Hash(a, b);
  }

  private static Hash bytes(byte[] x, Hash key) {
    int n = x.length;
    long a = key.a ^ n * LENGTH;
    long b = key.b ^ n * LENGTH;
    int at = 0;
    while (n - at > 16) {
      long f = word(x, at, 8);
      long s = word(x, at + 8, 8);
      a = fold(f ^ a, s ^ 0x1d8e4e27c47d124fL);
      b = fold(f ^ 0xeb44accab455d165L, s ^ b);
      at += 16;
    }
    long f = 0;
    long s = 0;
    if (n >= 16) {
      f = word(x, n - 16, 8);
      s = word(x, n - 8, 8);
    } else if (n >= 8) {
      f = word(x, 0, 8);
      s = word(x, n - 8, 8);
    } else if (n >= 4) {
      f = word(x, 0, 4);
      s = word(x, n - 4, 4);
    } else if (n >= 1) {
      f = word(x, 0, 1) + (word(x, n / 2, 1) << 8) + (word(x, n - 1, 1) << 16);
    }
    return new Hash(mixA(mixA(a ^ f) ^ s), mixB(mixB(b ^ f) ^ s));
  }

  private static Hash sequence(List<Hash> parts, int n, Hash key) {
    long a = key.a ^ n * LENGTH;
    long b = key.b ^ n * LENGTH;
    for (Hash part : parts) {
      a = mixA(a ^ part.a);
      b = mixB(b ^ part.b);
    }
    return new Hash(mixA(a + 0x8ebc6af09c88c6e3L), mixB(b + 0x589965cc75374cc3L));
  }

  private static long word(byte[] x, int from, int length) {
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (x[from + i] & 0xffL) << 8 * i;
    }
    return word;
  }

  private static long fold(long x, long y) {
    BigInteger product = unsigned(x).multiply(unsigned(y));
    return product.shiftRight(64).longValue() ^ product.longValue() ^ x ^ y;
  }

  private static long mixA(long word) {
    long x = word;
    x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
    x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
    return x ^ x >>> 31;
  }

  private static long mixB(long word) {
    long x = word;
    x = (x ^ x >>> 33) * 0xff51afd7ed558ccdL;
    x = (x ^ x >>> 33) * 0xc4ceb9fe1a85ec53L;
    return x ^ x >>> 33;
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }

  private static String hex(BigInteger sum) {
    String digits = sum.toString(16);
    return "0".repeat(32 - digits.length()) + digits;
  }
}
