package dev.rivet.examples.snippets;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.run.ApplyResult;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The first five minutes. */
public final class FirstExport {
  private FirstExport() {}

  /** A whole table into {@code out}, with the state file in the current directory. */
  public static void run(DataSource dataSource) {
    // docs:first-export
    Export orders = Export.table("public.orders").into(Path.of("out")).build();

    try (Rivet rivet = Rivet.open(dataSource)) {
      ApplyResult run = rivet.run(orders);
      System.out.println(run); // orders: 1,204,331 rows, 1 part, 48.1 MiB, 6.2 s
    }
    // end:first-export
  }
}
