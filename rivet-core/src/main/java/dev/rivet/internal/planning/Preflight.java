package dev.rivet.internal.planning;

import dev.rivet.Profile;
import dev.rivet.inspect.Verdict;
import java.util.OptionalLong;

/** The tables of contracts §12.2 (CK1). */
public final class Preflight {
  private static final long UNSAFE_PEAK_MIB = 2_048;

  private Preflight() {}

  /**
   * How well an export suits its source.
   *
   * @param isIndexed whether an index leads to the key
   * @param hasKey whether there is a key to cut by or to follow
   * @param rows the catalog's estimate
   * @param peakMib {@link #peakMib}
   */
  public static Verdict verdict(
      boolean isIndexed, boolean hasKey, OptionalLong rows, long peakMib) {
    long known = rows.orElse(Long.MAX_VALUE);
    if (isIndexed) {
      return hasKey && known <= 10_000_000 ? Verdict.EFFICIENT : Verdict.ACCEPTABLE;
    }
    if (known < 100_000) {
      return Verdict.ACCEPTABLE;
    }
    if (known <= 1_000_000 || hasKey && known <= 50_000_000) {
      return Verdict.DEGRADED;
    }
    return peakMib <= UNSAFE_PEAK_MIB ? Verdict.DEGRADED : Verdict.UNSAFE;
  }

  /**
   * Memory a run is expected to need, in MiB. The shape is the original's; the figures hold for this writer too, whose row groups
   * and pages are bounded.
   */
  public static long peakMib(int parallel, OptionalLong rowBytes) {
    double perSlice = 18 + rowBytes.orElse(0) * 87.0 / 4_096;
    return Math.round(16 + parallel * Math.min(128, Math.max(18, perSlice)));
  }

  /** Tuning that suits the size. */
  public static Profile profile(boolean isIndexed, OptionalLong rows, int parallel) {
    long known = rows.orElse(Long.MAX_VALUE);
    if (isIndexed) {
      return known <= 1_000_000
          ? Profile.FAST
          : known <= 10_000_000 ? Profile.BALANCED : Profile.GENTLE;
    }
    if (known <= 100_000) {
      return parallel > 1 ? Profile.GENTLE : Profile.BALANCED;
    }
    return known <= 1_000_000 ? Profile.BALANCED : Profile.GENTLE;
  }

  /** Slices at a time that suit the size. */
  public static int parallel(boolean isSliced, boolean isIndexed, OptionalLong rows) {
    long known = rows.orElse(Long.MAX_VALUE);
    if (!isSliced || known < 50_000) {
      return 1;
    }
    if (!isIndexed) {
      return known > 5_000_000 ? 1 : 2;
    }
    return known < 500_000 ? 2 : 4;
  }
}
