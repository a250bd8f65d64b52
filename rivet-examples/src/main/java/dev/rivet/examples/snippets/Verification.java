package dev.rivet.examples.snippets;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.Repair;
import dev.rivet.run.RepairReport;
import dev.rivet.run.ValidationReport;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.Progression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Is the output still what the source says, and if not, what then? */
public final class Verification {
  private Verification() {}

  /** Compares. */
  public static ReconcileReport reconcile(Rivet rivet, Export events, Path file)
      throws IOException {
    // docs:reconcile
    ReconcileReport report = rivet.reconcile(events).depth(Depth.CONTENT).execute();
    System.out.println(report); // one line per slice that is not a match
    Files.writeString(file, report.toJson());
    // end:reconcile
    return report;
  }

  /** Repairs what a report found. */
  public static void repair(Rivet rivet, Export events, Path file) throws IOException {
    // docs:repair
    ReconcileReport report = ReconcileReport.fromJson(Files.readString(file));
    if (!report.isClean()) {
      Repair repair = rivet.repair(report);
      System.out.println(repair.plan()); // a dry run: nothing is read or written
      RepairReport repaired = repair.execute();
      System.out.println(repaired);
      rivet.reconcile(events).depth(Depth.CONTENT).execute().orThrow();
    }
    // end:repair
  }

  /** How far an export came. */
  public static Optional<Progression> progression(Rivet rivet) {
    // docs:progression
    Optional<Progression> events = rivet.progression("events");
    events.flatMap(Progression::committed).map(Boundary::display).ifPresent(System.out::println);
    boolean verified = events.map(Progression::isVerified).orElse(false);
    // end:progression
    System.out.println("verified: " + verified);
    return events;
  }

  /** The output against itself, without a look at the source. */
  public static ValidationReport validate(Rivet rivet, Export events) {
    // docs:validate
    ValidationReport report = rivet.validate(events).execute();
    report.advisories().forEach(System.out::println); // for example files that no manifest lists
    report.orThrow();
    // end:validate
    return report;
  }
}
