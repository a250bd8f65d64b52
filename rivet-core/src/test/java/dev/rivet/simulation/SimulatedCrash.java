package dev.rivet.simulation;

/** A process is gone: none of its code does anything any more. */
final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash() {
    super("simulated crash", null, false, false);
  }
}
