package dev.rivet.internal.digest;

/**
 * What makes the hash of a value depend on the column it stands in.
 *
 * @param a of lane a
 * @param b of lane b
 */
record Key(long a, long b) {

  /** Of the column at a position, counted from 0. */
  static Key ofColumn(int position) {
    long seed = (position + 1) * Mix.GOLDEN;
    return new Key(Mix.a(seed), Mix.b(seed));
  }

  /** Of what is inside a list (1), of the keys (2) and of the values (3) of a map. */
  Key child(int role) {
    return new Key(Mix.a(a + role), Mix.b(b + role));
  }

  long nullA() {
    return Mix.a(a + Mix.NULL_A);
  }

  long nullB() {
    return Mix.b(b + Mix.NULL_B);
  }
}
