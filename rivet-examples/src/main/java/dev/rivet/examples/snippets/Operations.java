package dev.rivet.examples.snippets;

import dev.rivet.Budget;
import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.Rivet;
import dev.rivet.engine.State;
import dev.rivet.extract.Chunked;
import dev.rivet.inspect.CheckReport;
import dev.rivet.inspect.DoctorReport;
import dev.rivet.inspect.Verdict;
import dev.rivet.plan.Campaign;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.CampaignResult;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Looking before, between and after runs; many exports at once; a budget. */
public final class Operations {
  private Operations() {}

  /** The ledger. */
  public static String state(Rivet rivet) {
    // docs:state
    State state = rivet.state();
    System.out.println(state.progression()); // a table; toJson() for programs
    System.out.println(state.lastRuns());
    System.out.println(state.unfinished()); // at work or stuck
    System.out.println(state.slices("events"));
    // end:state
    return state.progression().toString();
  }

  /** The ways to forget. */
  public static void forget(State state) {
    // docs:state-reset
    state.resetCursor("events"); // the next incremental run starts from the beginning
    state.resetChunks("events"); // abandons unfinished runs
    state.prune(Duration.ofDays(90)); // keeps what the current boundaries stand on
    // end:state-reset
  }

  /** A definition against its source. */
  public static CheckReport check(Rivet rivet, Export events) {
    // docs:check
    CheckReport check = rivet.check(events);
    System.out.println(check);
    if (check.rating().filter(v -> v == Verdict.UNSAFE).isEmpty()) {
      check.orThrow(); // throws if a plan would be refused
    }
    // end:check
    return check;
  }

  /** The environment. */
  public static DoctorReport doctor(Rivet rivet, Export events) {
    // docs:doctor
    DoctorReport doctor = rivet.doctor(events);
    System.out.println(doctor);
    boolean isHealthy = doctor.isAllOk();
    // end:doctor
    return isHealthy ? doctor : DoctorReport.of(doctor.checks());
  }

  /** Several exports. */
  public static CampaignResult campaign(Rivet rivet, List<Export> exports, Path file)
      throws IOException {
    // docs:campaign
    Campaign campaign = rivet.plan(exports);
    System.out.println(campaign); // waves, scores and why
    Files.writeString(file, campaign.toJson()); // review it, commit it, ship it

    CampaignResult result =
        rivet.apply(Campaign.fromJson(Files.readString(file))).parallel(4).validate().execute();
    System.out.println(result);
    result.orThrow(); // the worst failure, if there is one
    // end:campaign
    return result;
  }

  /** The same without waves. */
  public static CampaignResult pooled(Rivet rivet, Campaign campaign) {
    // docs:campaign-pool
    CampaignResult result = rivet.apply(campaign).pooled(4).execute();
    // end:campaign-pool
    return result;
  }

  /** What a campaign should know. */
  public static Export scheduled(Path directory) {
    // docs:campaign-hints
    Export events =
        Export.table("public.events")
            .sourceGroup("replica-1") // shares a server with others of the group
            .wave(1) // instead of the wave of its score
            .runsAlone() // never beside another export
            .into(directory)
            .build();
    // end:campaign-hints
    return events;
  }

  /** Bounds on the harm done. */
  public static ApplyResult budget(Rivet rivet, Path directory) {
    // docs:budget
    Export events =
        Export.table("public.events")
            .extract(Chunked.by("id").rows(50_000).parallel(4))
            .tuning(
                Tuning.gentle()
                    .budget(
                        Budget.none()
                            .maxStatement(Duration.ofMillis(500))
                            .maxSnapshotAge(Duration.ofMinutes(1))
                            .maxConnections(3)
                            .maxBytesPerSecond(DataSize.ofMebibytes(20))
                            .yielding()))
            .into(directory)
            .build();

    Plan plan = rivet.plan(events);
    System.out.println(plan.predictedHarm());
    ApplyResult result = rivet.apply(plan).execute();
    System.out.println(result.harm()); // as measured
    // end:budget
    return result;
  }

  /** A class to start from. */
  public static String discovered(Rivet rivet) {
    // docs:discover-java
    Discovery discovery = rivet.discover("public");
    String source = discovery.toJava("com.example", "Exports"); // compiles as it is
    // end:discover-java
    return source;
  }
}
