package dev.rivet.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the story and remembers what did not come out as told. One thread. */
final class Narrator {
  private final PrintStream out;
  private final Instant start = Instant.now();
  private final List<String> failures = new ArrayList<>();
  private int chapter;

  Narrator(PrintStream out) {
    this.out = out;
  }

  PrintStream out() {
    return out;
  }

  void chapter(String title) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    String heading = String.format(Locale.ROOT, "%d. %s", ++chapter, title);
    out.println();
    out.println(String.format(Locale.ROOT, "%-70s %6.1f s", heading, seconds));
    out.println("-".repeat(79));
  }

  void say(Object text) {
    out.println(String.valueOf(text).stripTrailing());
  }

  /** Something that must be so. */
  void check(boolean holds, String what) {
    out.println((holds ? "  [ok] " : "  [FAILED] ") + what);
    if (!holds) {
      failures.add(what);
    }
  }

  List<String> failures() {
    return failures;
  }

  void end() {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    out.println();
    if (failures.isEmpty()) {
      out.println(String.format(Locale.ROOT, "Everything came out as told, in %.0f s.", seconds));
    } else {
      out.println("Not as told:");
      failures.forEach(f -> out.println("  " + f));
    }
  }
}
