package dev.rivet.internal.parquet;

/** The compressed size of something that is still growing, learned from time to time by compressing it. */
final class Trial {
  /** Anything shorter is not worth a trial. */
  private static final int LEAST = 2048;

  /** A result stands until this share has come on top. */
  private static final double GROWTH = 0.06;

  private long at;
  private long size;

  /** Whether to try again: there is enough of it to matter, and more than at the last trial. */
  boolean isDue(long bytes, long significant) {
    return bytes >= Math.max(significant, LEAST) && bytes - at >= at * GROWTH;
  }

  /** Remembers what came out of so many bytes. */
  void learn(long bytes, long compressedSize) {
    at = bytes;
    size = compressedSize;
  }

  boolean isUnknown() {
    return at == 0;
  }

  /** What came after the trial is taken to be incompressible: the next values may be of another kind. */
  long estimate(long bytes) {
    return size + bytes - at;
  }

  void clear() {
    at = 0;
    size = 0;
  }
}
