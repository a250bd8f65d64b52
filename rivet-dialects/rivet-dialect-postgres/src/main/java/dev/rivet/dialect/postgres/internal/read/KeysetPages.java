package dev.rivet.dialect.postgres.internal.read;

import dev.rivet.dialect.postgres.internal.decode.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages by a unique key: what comes after the last key, in key order. */
public final class KeysetPages extends Pages {
  private static final long FIRST = 2_000;
  private static final long SMALLEST = 500;
  private static final long LARGEST = 2_000_000;

  private final String key;
  private final int keyColumn;
  private final String lower;
  private final String upper;
  private final PageSize size;
  private String last = "";
  private boolean ended;

  /**
   * Pages.
   *
   * @param key SQL of the key
   * @param keyColumn its index in the select list
   * @param lower lower bound of the slice, as a condition; empty for none
   * @param upper upper bound of the slice, as a condition; empty for none
   * @param target how long a page should take
   */
  public KeysetPages(String key, int keyColumn, String lower, String upper, Duration target) {
    this.key = key;
    this.keyColumn = keyColumn;
    this.lower = lower;
    this.upper = upper;
    this.size = new PageSize(target, FIRST, SMALLEST, LARGEST);
  }

  @Override
  Optional<String> next() {
    if (ended) {
      return Optional.empty();
    }
    List<String> conditions = new ArrayList<>();
    if (!last.isEmpty()) {
      conditions.add(key + " > " + last);
    } else if (!lower.isEmpty()) {
      conditions.add(lower);
    }
    if (!upper.isEmpty()) {
      conditions.add(upper);
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return Optional.of(where + " ORDER BY " + key + " LIMIT " + size.get());
  }

  @Override
  int keyColumn() {
    return keyColumn;
  }

  @Override
  void done(long rows, byte[] lastKey, Duration elapsed) {
    if (rows < size.get()) {
      ended = true;
      return;
    }
    last = literal(lastKey);
    size.took(elapsed);
  }

  /** Integers by their width; sixteen bytes are a UUID. */
  static String literal(byte[] key) {
    return switch (key.length) {
      case 2 -> "'" + Bytes.int16(key, 0) + "'";
      case 4 -> "'" + Bytes.int32(key, 0) + "'";
      case 8 -> "'" + Bytes.int64(key, 0) + "'";
      case 16 -> "'" + new java.util.UUID(Bytes.int64(key, 0), Bytes.int64(key, 8)) + "'";
      default -> throw new IllegalStateException("key of " + key.length + " bytes");
    };
  }
}
