package dev.rivet.internal.json;

import java.util.Random;

/** Damage to text, drawn at random. */
public final class Mutations {
  private Mutations() {}

  /** The text with one to four kinds of damage, now and then none that matters. */
  public static String of(String text, Random random) {
    StringBuilder s = new StringBuilder(text);
    String pool = "{}[]\",:0129.eE+-\\ntrufalsn \u0000\uD800é";
    for (int i = 1 + random.nextInt(4); i > 0 && !s.isEmpty(); i--) {
      int at = random.nextInt(s.length());
      int end = Math.min(s.length(), at + random.nextInt(40));
      switch (random.nextInt(8)) {
        case 0 -> s.setCharAt(at, pool.charAt(random.nextInt(pool.length())));
        case 1 -> s.insert(at, pool.charAt(random.nextInt(pool.length())));
        case 2 -> s.delete(at, end);
        case 3 -> s.insert(at, s.substring(at, end));
        case 4 -> s.setLength(at);
        case 5 -> s.setCharAt(at, (char) (s.charAt(at) ^ 1 << random.nextInt(8)));
        case 6 -> s.insert(at, "null");
        default -> s.insert(at, "[".repeat(random.nextInt(2000)));
      }
    }
    return s.toString();
  }
}
