package dev.rivet.examples.snippets;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.discover.DiscoveredTable;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.ProgressBar;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Consistency;
import dev.rivet.format.Parquet;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From looking at a database to a plan that is kept, applied and resumed. */
public final class Plans {
  private Plans() {}

  /** Looks at a schema. */
  public static Discovery discover(Rivet rivet, Path file) throws IOException {
    // docs:discover
    Discovery discovery = rivet.discover("public");
    System.out.println(discovery); // one line per table, then what a person should know
    Files.writeString(file, discovery.toJson());

    DiscoveredTable orders = discovery.table("public", "orders").orElseThrow();
    System.out.println(orders.toJava()); // an Export to start from
    // end:discover
    return discovery;
  }

  /** A table in chunks. */
  public static Export chunked(Path directory) {
    // docs:chunked
    Export events =
        Export.table("public.events")
            .extract(Chunked.by("id").rows(100_000).parallel(4).checkpointed())
            .as(Parquet.zstd().maxFileSize(DataSize.ofMebibytes(256)))
            .into(directory)
            .build();
    // end:chunked
    return events;
  }

  /** Plans today. */
  public static void review(Rivet rivet, Export events, Path file) throws IOException {
    // docs:plan
    Plan plan = rivet.plan(events); // reads catalogs, moves no rows, writes nothing
    plan.warnings().forEach(System.out::println);
    Files.writeString(file, plan.toJson()); // review it, commit it, ship it
    // end:plan
  }

  /** Applies tonight. */
  public static ApplyResult apply(Rivet rivet, Path file) throws IOException {
    // docs:apply
    Plan plan = Plan.fromJson(Files.readString(file));
    ApplyResult result =
        rivet
            .apply(plan)
            .validate() // re-reads every file once it is committed
            .listener(ProgressBar.to(System.err))
            .execute();
    // end:apply
    return result;
  }

  /** Goes on after a crash, with the definition at hand. */
  public static ApplyResult resume(Rivet rivet, Export events) {
    // docs:resume
    ApplyResult result = rivet.run(events); // continues an unfinished run of this definition
    if (result.slicesResumed() > 0) {
      System.out.println(result.slicesResumed() + " slices were already there");
    }
    // end:resume
    return result;
  }

  /** Goes on after a crash, without. */
  public static void resumeByName(Rivet rivet) {
    // docs:resume-by-name
    rivet.unfinishedPlan("events").ifPresent(plan -> rivet.apply(plan).execute());
    // end:resume-by-name
  }

  /** Gives an unfinished run up. */
  public static void startOver(Rivet rivet) {
    // docs:start-over
    rivet.resetChunks("events"); // abandons the unfinished run, forgets slices and boundaries
    // end:start-over
  }

  /** A production server under load. */
  public static Export gentle(Path directory) {
    // docs:gentle
    Export events =
        Export.table("public.events")
            .extract(Chunked.by("id").rows(50_000))
            .tuning(Tuning.gentle().throttle(Duration.ofMillis(50)))
            .into(directory)
            .build();
    // end:gentle
    return events;
  }

  /** One point in time for all slices. */
  public static Export snapshot(Path directory) {
    // docs:snapshot
    Export events =
        Export.table("public.events")
            .extract(Chunked.by("id").parallel(4))
            .consistency(Consistency.SNAPSHOT)
            .into(directory)
            .build();
    // end:snapshot
    return events;
  }
}
