package dev.rivet.tck.fault;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts the durable side effects of everything decorated with it and strikes once, at the n-th. Default: counts only.
 * Thread-safe; not reusable.
 *
 * <p>Counted are {@code Sink.put}, {@code Upload.commit}, {@code MovingSink.move} and {@code delete}, {@code
 * DirectSink.removeLeftovers}, every method of {@code StateStore} that changes something, and for {@link FaultyDialect}, best
 * given a plan of its own, every batch read.
 */
public final class FaultPlan {
  /** The status of a process killed by {@code SIGKILL}, which {@link #haltBefore} and {@link #haltAfter} imitate. */
  public static final int HALT_STATUS = 137;

  private enum Moment {
    BEFORE,
    AFTER
  }

  private final int at;
  private final Moment moment;

  /** Runs when the effect is due; null to fail. */
  private final @Nullable Runnable action;

  private boolean crashing;
  private boolean stayingDown;
  private Predicate<Effect> counted = effect -> true;
  private boolean fired;
  private final List<Effect> effects = new ArrayList<>();

  private FaultPlan(int at, Moment moment, @Nullable Runnable action) {
    if (at < 1) {
      throw new IllegalArgumentException("effects are numbered from 1: " + at);
    }
    this.at = at;
    this.moment = moment;
    this.action = action;
  }

  /** Counts and never strikes. */
  public static FaultPlan none() {
    return new FaultPlan(Integer.MAX_VALUE, Moment.BEFORE, null);
  }

  /** The n-th effect does not happen; its caller gets an exception. */
  public static FaultPlan failBefore(int n) {
    return new FaultPlan(n, Moment.BEFORE, null);
  }

  /** The n-th effect happens, but its caller gets an exception. */
  public static FaultPlan failAfter(int n) {
    return new FaultPlan(n, Moment.AFTER, null);
  }

  /**
   * From the n-th effect on nothing happens any more: as if the process had died there. Every call throws {@link SimulatedCrash},
   * which no error handling that waits for exceptions catches, so that nothing is retried and nothing is cleaned up through what is
   * decorated. What a dead process leaves open, such as its lease, stays open.
   */
  public static FaultPlan crashBefore(int n) {
    FaultPlan plan = new FaultPlan(n, Moment.BEFORE, null);
    plan.crashing = true;
    plan.stayingDown = true;
    return plan;
  }

  /** The JVM ends with {@link #HALT_STATUS} instead of the n-th effect: no shutdown hook, no {@code finally} runs. */
  public static FaultPlan haltBefore(int n) {
    return runBefore(n, FaultPlan::halt);
  }

  /** The JVM ends with {@link #HALT_STATUS} right after the n-th effect: no shutdown hook, no {@code finally} runs. */
  public static FaultPlan haltAfter(int n) {
    return runAfter(n, FaultPlan::halt);
  }

  /** Runs an action before the n-th effect, which then happens; for races, or for a parent process that kills this one. */
  public static FaultPlan runBefore(int n, Runnable action) {
    return new FaultPlan(n, Moment.BEFORE, requireNonNull(action, "action"));
  }

  /** Runs an action after the n-th effect. */
  public static FaultPlan runAfter(int n, Runnable action) {
    return new FaultPlan(n, Moment.AFTER, requireNonNull(action, "action"));
  }

  private static void halt() {
    Runtime.getRuntime().halt(HALT_STATUS);
  }

  /**
   * Once struck, every later effect fails before it happens, as if store and sink were gone for good.
   *
   * @return this plan
   */
  public synchronized FaultPlan thenStayDown() {
    stayingDown = true;
    return this;
  }

  /**
   * Counts only the effects that match, for example {@code e -> e.target().equals("_SUCCESS")}. The number given to the
   * predicate is 0.
   *
   * @return this plan
   */
  public synchronized FaultPlan only(Predicate<Effect> effect) {
    counted = requireNonNull(effect, "effect");
    return this;
  }

  /** Whether the n-th effect was reached. */
  public synchronized boolean hasFired() {
    return fired;
  }

  /** What was counted so far, in order. */
  public synchronized List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** A step of a decorated object. */
  @FunctionalInterface
  interface Step<T extends @Nullable Object, X extends Exception> {
    T run() throws X;
  }

  /** A step without result. */
  @FunctionalInterface
  interface Change<X extends Exception> {
    void run() throws X;
  }

  /** Runs a step without result as an effect. */
  <X extends Exception> void change(
      String operation, String target, Function<String, X> failure, Change<X> change) throws X {
    var unused =
        this.<Boolean, X>effect(
            operation,
            target,
            failure,
            () -> {
              change.run();
              return true;
            });
  }

  /** Runs a step as an effect. */
  <T extends @Nullable Object, X extends Exception> T effect(
      String operation, String target, Function<String, X> failure, Step<T, X> step) throws X {
    Effect effect = next(operation, target, failure);
    boolean due = effect.number() == at;
    if (due && moment == Moment.BEFORE) {
      strike(effect, failure);
    }
    T result = step.run();
    if (due && moment == Moment.AFTER) {
      strike(effect, failure);
    }
    return result;
  }

  private synchronized <X extends Exception> Effect next(
      String operation, String target, Function<String, X> failure) throws X {
    if (fired && stayingDown) {
      if (crashing) {
        throw new SimulatedCrash(at);
      }
      throw failure.apply(
          "injected fault: down since effect " + at + ", at " + operation + " " + target);
    }
    if (!counted.test(new Effect(0, operation, target))) {
      return new Effect(0, operation, target);
    }
    Effect effect = new Effect(effects.size() + 1, operation, target);
    effects.add(effect);
    return effect;
  }

  private <X extends Exception> void strike(Effect effect, Function<String, X> failure) throws X {
    synchronized (this) {
      fired = true;
    }
    if (crashing) {
      throw new SimulatedCrash(at);
    }
    if (action == null) {
      throw failure.apply(
          "injected fault " + (moment == Moment.BEFORE ? "before " : "after ") + effect);
    }
    action.run();
  }

  /** What it does, for messages. */
  @Override
  public String toString() {
    if (at == Integer.MAX_VALUE) {
      return "no fault";
    }
    return (crashing ? "crash " : action == null ? "failure " : "action ")
        + (moment == Moment.BEFORE ? "before" : "after")
        + " effect "
        + at
        + (stayingDown && !crashing ? ", then down" : "");
  }
}
