package dev.rivet.extract;

import dev.rivet.unit.DataSize;

/** How wide a chunk is. A closed family. */
public sealed interface ChunkSize {
  /**
   * Width of a key range. On a key without gaps this is the number of rows.
   *
   * @param rows at least 1
   */
  record Rows(long rows) implements ChunkSize {
    /** Refuses less than 1. */
    public Rows {
      if (rows < 1) {
        throw new IllegalArgumentException("chunk rows must be at least 1: " + rows);
      }
    }
  }

  /**
   * A number of equal key ranges.
   *
   * @param count at least 1
   */
  record Count(int count) implements ChunkSize {
    /** Refuses less than 1. */
    public Count {
      if (count < 1) {
        throw new IllegalArgumentException("chunk count must be at least 1: " + count);
      }
    }
  }

  /**
   * As many rows as come to this size by the catalog's average row width, clamped to 10 000 … 5 000 000 rows (CH8).
   *
   * @param target source bytes per chunk
   */
  record Bytes(DataSize target) implements ChunkSize {
    /** Refuses zero. */
    public Bytes {
      if (target.bytes() < 1) {
        throw new IllegalArgumentException("chunk size must be positive: " + target);
      }
    }
  }

  /**
   * Whole days of a date or time key, from UTC midnight to UTC midnight (CD1).
   *
   * @param days at least 1
   */
  record Days(int days) implements ChunkSize {
    /** Refuses less than 1. */
    public Days {
      if (days < 1) {
        throw new IllegalArgumentException("chunk days must be at least 1: " + days);
      }
    }
  }

  /**
   * As many rows as this per chunk, whatever gaps the key has: the plan steps through the key in its order (CD2). Rows with equal
   * keys stay together.
   *
   * @param rows at least 1
   */
  record Dense(long rows) implements ChunkSize {
    /** Refuses less than 1. */
    public Dense {
      if (rows < 1) {
        throw new IllegalArgumentException("chunk rows must be at least 1: " + rows);
      }
    }
  }
}
