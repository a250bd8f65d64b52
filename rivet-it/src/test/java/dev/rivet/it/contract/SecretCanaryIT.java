package dev.rivet.it.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.engine.Rivet;
import dev.rivet.error.RivetException;
import dev.rivet.extract.Chunked;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.plan.Plan;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.Repair;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** PA9: a password of the source is nowhere in what Rivet writes, returns, throws or logs, whatever goes wrong. */
class SecretCanaryIT {
  private static final String CANARY = "c4n4ry-s3cr3t";

  private static DataSource source(Postgres db, int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:" + port + "/" + db.name() + "?password=" + CANARY);
    source.setUser("postgres");
    return source;
  }

  @Test
  void noSecretInPlanManifestStateReportLogOrFailure(@TempDir Path dir) throws Exception {
    Postgres db = Postgres.newDatabase();
    db.execute(
        "CREATE TABLE items (id bigint PRIMARY KEY, note text)",
        "INSERT INTO items SELECT i, 'note ' || i FROM generate_series(1, 100) i");
    List<String> seen = new ArrayList<>();
    Path log = dir.resolve("log.txt");
    PrintStream before = System.err;
    try (PrintStream capture = new PrintStream(Files.newOutputStream(log), true, UTF_8);
        Env env = Env.sqlite(db, dir)) {
      System.setErr(capture);
      story(db, env, seen);
    } finally {
      System.setErr(before);
    }
    assertThat(seen).hasSizeGreaterThan(12).noneMatch(s -> s.contains(CANARY));
    assertThat(filesWith(dir)).isEmpty();
  }

  private static void story(Postgres db, Env env, List<String> seen) {
    Rivet rivet =
        env.built(Rivet.builder().source(source(db, Postgres.port())).stateStore(env.store()));
    Export items =
        Export.table("items").extract(Chunked.by("id").rows(40)).into(env.prefix()).build();
    Plan plan = rivet.plan(items);
    seen.add(plan.toJson());
    seen.add(plan.toString());
    seen.add(items.toString());
    seen.add(rivet.apply(plan).execute().toJson());
    db.execute("DELETE FROM items WHERE id = 7");
    ReconcileReport report = rivet.reconcile(items).execute();
    seen.add(report.toJson());
    Repair repair = rivet.repair(report);
    seen.add(repair.plan().toString());
    seen.add(repair.execute().toString());
    seen.add(rivet.runs("items").toString());
    seen.add(rivet.progression("items").toString());
    Tuning impatient = Tuning.fast().maxRetries(0);
    fails(seen, () -> rivet.plan(Export.table("nope").into(env.prefix()).build()));
    fails(
        seen,
        () ->
            rivet.run(
                Export.query("broken", "SELECT 1/(id - 50) AS x FROM items")
                    .tuning(impatient)
                    .into(env.prefix())
                    .build()));
    fails(
        seen,
        () -> env.built(Rivet.builder().source(source(db, 1)).stateStore(env.store())).plan(items));
  }

  private static void fails(
      List<String> seen, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RivetException e = Assertions.catchThrowableOfType(RivetException.class, call);
    assertThat(e).isNotNull();
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    seen.add(trace.toString());
    seen.add(String.valueOf(e.context()));
  }

  private static List<Path> filesWith(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              f -> {
                try {
                  return new String(Files.readAllBytes(f), ISO_8859_1).contains(CANARY);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .toList();
    }
  }
}
