package dev.rivet.internal.digest;

/** The functions of rivet-digest-1. Each of the two lanes has its own bijection of 64-bit words. */
final class Mix {
  static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
  static final long LENGTH = 0xd6e8_feb8_6659_fd93L;
  static final long NULL_A = 0xa076_1d64_78bd_642fL;
  static final long NULL_B = 0xe703_7ed1_a0b4_28dbL;
  static final long LIST_A = 0x8ebc_6af0_9c88_c6e3L;
  static final long LIST_B = 0x5899_65cc_7537_4cc3L;
  static final long FOLD_A = 0x1d8e_4e27_c47d_124fL;
  static final long FOLD_B = 0xeb44_acca_b455_d165L;

  private Mix() {}

  /** Bijection of lane a (D. Stafford's "mix13", as in SplitMix64). */
  static long a(long word) {
    long x = word;
    x = (x ^ (x >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return x ^ (x >>> 31);
  }

  /** Bijection of lane b (the finisher of MurmurHash3). */
  static long b(long word) {
    long x = word;
    x = (x ^ (x >>> 33)) * 0xff51_afd7_ed55_8ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
    return x ^ (x >>> 33);
  }

  /** The two halves of the unsigned 128-bit product, and the factors so that a zero factor does not swallow the other. */
  static long fold(long x, long y) {
    long high =
        Math.multiplyHigh(x, y)
            + ((x >> 63) & y)
            + ((y >> 63) & x); // Math.unsignedMultiplyHigh needs Java 18
    return high ^ x * y ^ x ^ y;
  }
}
