package dev.rivet.examples.snippets;

import dev.rivet.EmptyResult;
import dev.rivet.Export;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Incremental;
import dev.rivet.extract.Keyset;
import dev.rivet.extract.TimeWindow;
import java.nio.file.Path;
import java.time.Duration;

/** One definition per way to cut a table. */
public final class Modes {
  private Modes() {}

  /** Only what is new. */
  public static Export incremental(Path directory) {
    // docs:incremental
    Export customers =
        Export.table("public.customers")
            .extract(
                Incremental.coalesce("updated_at", "created_at").overlap(Duration.ofMinutes(15)))
            .onEmptyResult(EmptyResult.SKIP)
            .into(directory)
            .build();
    // end:incremental
    return customers;
  }

  /** Only what is new and certain. */
  public static Export behindOpenTransactions(Path directory) {
    // docs:incremental-horizon
    Export customers =
        Export.table("public.customers")
            .extract(
                Incremental.by("created_at").behindOpenTransactions().rows(500_000).parallel(4))
            .into(directory)
            .build();
    // end:incremental-horizon
    return customers;
  }

  /** By a unique key of any type. */
  public static Export keyset(Path directory) {
    // docs:keyset
    Export events =
        Export.table("public.events")
            .extract(Keyset.by("id").rows(50_000).parallel(4))
            .into(directory)
            .build();
    // end:keyset
    return events;
  }

  /** By days. */
  public static Export byDays(Path directory) {
    // docs:by-days
    Export customers =
        Export.table("public.customers")
            .extract(Chunked.by("created_at").byDays(7).parallel(2))
            .into(directory)
            .build();
    // end:by-days
    return customers;
  }

  /** Equally many rows. */
  public static Export dense(Path directory) {
    // docs:dense
    Export clicks =
        Export.query("clicks", "SELECT id, user_id FROM events WHERE kind = 'click'")
            .extract(Chunked.by("user_id").dense(100_000))
            .into(directory)
            .build();
    // end:dense
    return clicks;
  }

  /** The last days. */
  public static Export lastDays(Path directory) {
    // docs:time-window
    Export recent =
        Export.table("public.customers")
            .extract(TimeWindow.lastDays("created_at", 7))
            .into(directory)
            .build();
    // end:time-window
    return recent;
  }
}
