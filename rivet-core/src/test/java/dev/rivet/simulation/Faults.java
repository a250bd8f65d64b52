package dev.rivet.simulation;

import java.util.Random;

/** What goes wrong at a step of a process, and how often: drawn once per schedule, so that quiet and stormy ones both occur. */
final class Faults {
  private static final int[] LEVELS = {0, 5, 20, 60};

  private final Random random;
  private final World world;
  private final int crashPermille;
  private final int errorPermille;
  private final int lostAnswerPermille;
  private final int clockPermille;
  private boolean isOver;

  /** A step that may fail. */
  @FunctionalInterface
  interface Step<T, E extends Exception> {
    T run() throws E;
  }

  /** The failure to report. */
  @FunctionalInterface
  interface Failure<E extends Exception> {
    E make(String message);
  }

  Faults(Random random, World world) {
    this.random = random;
    this.world = world;
    this.crashPermille = LEVELS[random.nextInt(LEVELS.length)];
    this.errorPermille = LEVELS[random.nextInt(LEVELS.length)];
    this.lostAnswerPermille = LEVELS[random.nextInt(LEVELS.length)];
    this.clockPermille = random.nextInt(4) == 0 ? 20 : 0;
  }

  void stop() {
    isOver = true;
  }

  private boolean happens(int permille) {
    return !isOver && permille > 0 && random.nextInt(1000) < permille;
  }

  /** A step of a process, or its death before or after, or a failure before it, or one after it: the answer is lost. */
  <T, E extends Exception> T step(
      SimProcess process, String what, Failure<E> failure, Step<T, E> step) throws E {
    world.scheduler().point(process);
    if (happens(clockPermille)) {
      long jump = (random.nextInt(400) - 200) * 1_000_000_000L;
      process.skew(jump);
      world.trace(process, "clock jumps by " + jump / 1_000_000_000L + " s");
    }
    if (happens(crashPermille)) {
      crash(process, "dies before " + what);
    }
    if (happens(errorPermille)) {
      world.trace(process, "fails: " + what);
      throw failure.make("simulated failure before " + what);
    }
    T result = step.run();
    world.trace(process, what);
    if (happens(crashPermille)) {
      crash(process, "dies after " + what);
    }
    if (happens(lostAnswerPermille)) {
      world.trace(process, "loses the answer to " + what);
      throw failure.make("simulated loss of the answer to " + what);
    }
    return result;
  }

  private void crash(SimProcess process, String what) {
    world.trace(process, what);
    process.die();
    throw new SimulatedCrash();
  }
}
