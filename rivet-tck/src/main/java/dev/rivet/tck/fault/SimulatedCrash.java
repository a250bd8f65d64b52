package dev.rivet.tck.fault;

/** Thrown by {@link FaultPlan#crashBefore} in place of the death of the process; an error, so that only finally blocks see it. */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(int effect) {
    super("simulated crash at effect " + effect);
  }
}
