package dev.rivet.internal.quality;

/**
 * How many of the values seen are distinct, up to a limit: a set of 128-bit hashes. With these many bits two different values
 * that count as one are not to be expected, ever (QG3). Linear probing over one array; 16 bytes per place, about 24 per entry.
 * One thread at a time.
 */
public final class DistinctHashes {
  private static final int FIRST_PLACES = 1_024;

  private final long limit;
  private long[] table = new long[2 * FIRST_PLACES];
  private int places = FIRST_PLACES;
  private long values;
  private long distinct;
  private boolean isFull;

  /** A set that gives up when it would get more entries than the limit. */
  public DistinctHashes(long limit) {
    this.limit = limit;
  }

  /** Adds a value that is not NULL. */
  public void add(long a, long b) {
    if (isFull) {
      return;
    }
    values++;
    insert(a == 0 && b == 0 ? 1 : a, b); // zeros mark free places
  }

  /** Adds what another set has seen. */
  public void addAll(DistinctHashes other) {
    if (other.isFull) {
      giveUp();
    }
    if (isFull) {
      return;
    }
    values += other.values;
    for (int at = 0; at < other.table.length && !isFull; at += 2) {
      if ((other.table[at] | other.table[at + 1]) != 0) {
        insert(other.table[at], other.table[at + 1]);
      }
    }
  }

  private void insert(long a, long b) {
    int at = place(a, b);
    if ((table[at] | table[at + 1]) != 0) {
      return;
    }
    if (distinct == limit) {
      giveUp();
      return;
    }
    table[at] = a;
    table[at + 1] = b;
    distinct++;
    if (distinct * 5 > places * 4L) {
      grow();
    }
  }

  private int place(long a, long b) {
    // The upper bits choose the place, for any number of places.
    int place = (int) Math.multiplyHigh(a >>> 1, 2L * places);
    while (true) {
      int at = 2 * place;
      long foundA = table[at];
      long foundB = table[at + 1];
      if (foundA == a && foundB == b || (foundA | foundB) == 0) {
        return at;
      }
      place = place + 1 == places ? 0 : place + 1;
    }
  }

  /** By half and not to the double, to keep the share of free places small. */
  private void grow() {
    long more = Math.min(places + (places >>> 1), (1L << 30) - 8);
    if (more == places) {
      giveUp();
      return;
    }
    long[] old = table;
    places = (int) more;
    table = new long[2 * places];
    for (int i = 0; i < old.length; i += 2) {
      if ((old[i] | old[i + 1]) != 0) {
        int at = place(old[i], old[i + 1]);
        table[at] = old[i];
        table[at + 1] = old[i + 1];
      }
    }
  }

  private void giveUp() {
    isFull = true;
    table = new long[0];
    places = 0;
  }

  /** Whether there were more distinct values than the limit; then nothing is known. */
  public boolean isFull() {
    return isFull;
  }

  /** How many distinct values there can be before it gives up. */
  public long limit() {
    return limit;
  }

  /** Values that are not NULL. */
  public long values() {
    return values;
  }

  /** Values that came before already. */
  public long duplicates() {
    return values - distinct;
  }
}
