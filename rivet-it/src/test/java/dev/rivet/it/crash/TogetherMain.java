package dev.rivet.it.crash;

import dev.rivet.engine.Rivet;
import dev.rivet.error.RivetException;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Applies a plan in a process of its own, together with others. */
final class TogetherMain {
  static final String APPLIED = "APPLIED ";
  static final String REFUSED = "REFUSED ";

  private TogetherMain() {}

  /** Source URL, state URL, directory, plan file, lease in milliseconds. */
  public static void main(String[] args) throws Exception {
    Plan plan = Plan.fromJson(Files.readString(Path.of(args[3])));
    Duration lease = Duration.ofMillis(Long.parseLong(args[4]));
    try (Env env = Env.at(Postgres.at(args[0]), Path.of(args[2]), args[1])) {
      Rivet rivet = env.rivet(b -> b.leaseTime(lease));
      ApplyResult result = rivet.apply(plan).together().execute();
      System.out.println(APPLIED + result.rows());
    } catch (RivetException e) {
      System.out.println(REFUSED + e.code() + " " + e.getMessage());
    }
  }
}
