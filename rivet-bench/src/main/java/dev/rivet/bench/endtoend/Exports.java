package dev.rivet.bench.endtoend;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Extraction;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.spi.state.StateException;
import dev.rivet.state.JooqStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Whole exports as a user runs them: plan, state store on disk, files, manifest. */
final class Exports {
  private Exports() {}

  /** Into a directory, where {@code data} will be the files and {@code state.db} the state. */
  static ApplyResult run(
      DataSource source,
      String table,
      Extraction extraction,
      Tuning tuning,
      Parquet format,
      Path directory)
      throws IOException, StateException {
    try (JooqStateStore state = JooqStateStore.sqlite(directory.resolve("state.db"));
        Rivet rivet = Rivet.builder().source(source).stateStore(state).build()) {
      return rivet.run(
          Export.table("public." + table)
              .extract(extraction)
              .tuning(tuning)
              .as(format)
              .into(directory.resolve("data"))
              .build());
    }
  }

  /** Deletes a directory and all that is in it. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
