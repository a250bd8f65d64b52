package dev.rivet.examples.snippets;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ExportCancelledException;
import dev.rivet.error.RivetException;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Cancellation;
import dev.rivet.run.RunEvent;
import dev.rivet.run.RunListener;
import java.util.concurrent.atomic.AtomicLong;

/** What a scheduler does with runs: failures, cancellation, progress. */
public final class Running {
  private Running() {}

  // docs:failures
  /** What a scheduler wants to know about a run. */
  public enum Next {
    DONE,
    TRY_LATER,
    CALL_A_PERSON
  }

  public static Next runOnce(Rivet rivet, Export export) {
    try {
      rivet.run(export);
      return Next.DONE;
    } catch (RivetException e) {
      System.err.println(e.code() + " " + e.context() + ": " + e.getMessage());
      return switch (e.recovery()) {
        case RETRY -> Next.TRY_LATER; // the same call may succeed; finished slices are kept
        case FIX_INPUT, INVESTIGATE -> Next.CALL_A_PERSON;
      };
    }
  }

  // end:failures

  /** Stops a run from another thread. */
  public static boolean cancelled(Rivet rivet, Plan plan, Cancellation cancellation) {
    // docs:cancel
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));
    try {
      rivet.apply(plan).cancellation(cancellation).execute();
    } catch (ExportCancelledException e) {
      System.err.println("Stopped: " + e.getMessage()); // applying the plan again goes on from here
      return true;
    }
    // end:cancel
    return false;
  }

  // docs:listener
  /** Counts rows and says what went wrong on the way. */
  static final class RowCounter implements RunListener {
    final AtomicLong rows = new AtomicLong();

    @Override
    public void on(RunEvent event) {
      if (event instanceof RunEvent.Progress progress) {
        rows.addAndGet(progress.rows());
      } else if (event instanceof RunEvent.RetryAttempted retry) {
        System.err.println("slice " + retry.slice() + " again: " + retry.reason());
      }
    }
  }

  // end:listener

  /** Listens to one run. */
  public static long counted(Rivet rivet, Plan plan) {
    RowCounter counter = new RowCounter();
    ApplyResult result = rivet.apply(plan).listener(counter).execute();
    System.out.println(result.toJson());
    return counter.rows.get();
  }
}
