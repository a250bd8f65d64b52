package dev.rivet.it.crash;

import dev.rivet.engine.Rivet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.tck.fault.FaultPlan;
import java.nio.file.Files;
import java.nio.file.Path;

/** Applies a plan in a process of its own, which ends at the n-th durable effect in the way it is told to. */
final class ChildMain {
  static final String AT_POINT = "AT THE POINT";

  private ChildMain() {}

  /** Source URL, state URL, directory, plan file, {@code halt-before|halt-after|kill|kill-after-slice|none}, n. */
  public static void main(String[] args) throws Exception {
    int n = Integer.parseInt(args[5]);
    FaultPlan faults =
        switch (args[4]) {
          case "halt-before" -> FaultPlan.haltBefore(n);
          case "halt-after" -> FaultPlan.haltAfter(n);
          case "kill" -> FaultPlan.runBefore(n, ChildMain::waitToBeKilled);
          case "kill-after-slice" ->
              FaultPlan.runAfter(n, ChildMain::waitToBeKilled)
                  .only(e -> e.operation().equals("StateStore.completeSlice"));
          default -> FaultPlan.none();
        };
    Plan plan = Plan.fromJson(Files.readString(Path.of(args[3])));
    try (Env env = Env.at(Postgres.at(args[0]), Path.of(args[2]), args[1])) {
      Rivet rivet = env.faulty(faults);
      ApplyResult result = rivet.apply(plan).execute();
      System.out.println("APPLIED " + result.rows());
    }
  }

  private static void waitToBeKilled() {
    System.out.println(AT_POINT);
    System.out.flush();
    try {
      Thread.sleep(60_000); // the parent kills this process long before
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
