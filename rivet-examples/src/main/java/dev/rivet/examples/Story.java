package dev.rivet.examples;

import dev.rivet.Export;
import dev.rivet.discover.DiscoveredTable;
import dev.rivet.discover.Discovery;
import dev.rivet.engine.ProgressBar;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.examples.shop.Shop;
import dev.rivet.examples.shop.Sums;
import dev.rivet.extract.Chunked;
import dev.rivet.format.Csv;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.Repair;
import dev.rivet.run.RepairReport;
import dev.rivet.run.RunStatus;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.Progression;
import dev.rivet.state.JooqStateStore;
import dev.rivet.type.RivetType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The chapters, in order; each says what it expects and checks it. */
final class Story {
  private static final int CHUNKS = 10;

  private final Shop shop;
  private final long rows;
  private final Path work;
  private final Narrator tell;

  Story(Shop shop, long rows, Path work, Narrator tell) {
    this.shop = shop;
    this.rows = rows;
    this.work = work;
    this.tell = tell;
  }

  void tell() throws IOException, SQLException {
    tell.say("Files go to " + work);
    tell.chapter("A shop: PostgreSQL with " + String.format(Locale.ROOT, "%,d", rows) + " orders");
    shop.fill(rows);
    tell.say("Tables orders (20 columns), events, orders_coalesce and orders_sparse are filled.");
    try (JooqStateStore state = JooqStateStore.sqlite(work.resolve("state.db"));
        Rivet rivet = Rivet.builder().source(shop.dataSource()).stateStore(state).build()) {
      discover(rivet);
      List<Plan> plans = plan(rivet);
      apply(rivet, plans);
      progression(rivet, false);
      drift();
      ReconcileReport dirty = reconcile(rivet);
      repair(rivet, dirty);
      verify(rivet);
      readBack();
    } catch (dev.rivet.spi.state.StateException e) {
      throw new IllegalStateException(e);
    }
  }

  private void discover(Rivet rivet) throws IOException {
    tell.chapter("Discover: what is there, and how should it be exported?");
    Discovery discovery = rivet.discover("public");
    Files.writeString(work.resolve("discovery.json"), discovery.toJson());
    tell.say(discovery);
    DiscoveredTable orders = discovery.table("public", "orders").orElseThrow();
    tell.say("\nA definition to start from:\n\n" + orders.toJava().indent(2));
    tell.check(discovery.tables().size() == 4, "four tables found, without reading one of them");
    tell.check(
        orders.bestChunkKey().filter(k -> k.column().equals("id")).isPresent(),
        "orders can be cut by its primary key");
    tell.check(
        orders.unboundedNumericColumns().equals(List.of("price")),
        "orders.price is numeric without precision: a person must choose its type");
    tell.check(
        "created_at"
            .equals(
                discovery
                    .table("public", "orders_coalesce")
                    .orElseThrow()
                    .suggestedCursorFallbackColumn()),
        "orders_coalesce.updated_at may be NULL: created_at is named as its fallback");
  }

  private Export orders() {
    return Export.table("public.orders")
        .extract(Chunked.by("id").count(CHUNKS).parallel(2).checkpointed())
        .column("price", RivetType.decimal(10, 2))
        .into(work.resolve("orders"))
        .build();
  }

  private List<Export> exports() {
    return List.of(
        orders(),
        Export.table("public.events").into(work.resolve("events")).build(),
        Export.table("public.orders_coalesce")
            .as(Csv.rfc4180())
            .into(work.resolve("orders_coalesce"))
            .build());
  }

  private List<Plan> plan(Rivet rivet) throws IOException {
    tell.chapter("Plan: the whole intent, to be read and kept before anything runs");
    try {
      Plan sparse =
          rivet.plan(
              Export.table("public.orders_sparse")
                  .extract(Chunked.by("id").rows(10_000))
                  .into(work.resolve("orders_sparse"))
                  .build());
      tell.check(false, "refused, but was planned with " + sparse.slices().size() + " slices");
    } catch (RivetException e) {
      tell.say("Chunks over the keys of orders_sparse would be empty queries, so it is refused:\n");
      tell.say(String.valueOf(e.getMessage()).indent(2));
      tell.check(e.code() == ErrorCode.CHUNK_KEY_SPARSE, "refused with CHUNK_KEY_SPARSE");
    }
    List<Plan> plans = exports().stream().map(e -> rivet.plan(e)).toList();
    tell.say("\n" + plans.get(0));
    Path file = work.resolve("orders.plan.json");
    Files.writeString(file, plans.get(0).toJson());
    tell.say("Saved as " + file.getFileName() + ": commit it, review it, apply it tonight.");
    tell.check(plans.get(0).slices().size() == CHUNKS, CHUNKS + " slices");
    tell.check(
        Plan.fromJson(Files.readString(file)).equals(plans.get(0)), "the file is the same plan");
    tell.check(!Files.exists(work.resolve("orders")), "planning wrote nothing");
    return plans;
  }

  private void apply(Rivet rivet, List<Plan> plans) throws SQLException {
    tell.chapter("Apply: the plans become files");
    for (Plan plan : plans) {
      ApplyResult result =
          rivet.apply(plan).listener(ProgressBar.to(tell.out())).validate().execute();
      tell.say(result);
      long expected = shop.number("SELECT count(*) FROM " + plan.exportName());
      tell.check(
          result.status() == RunStatus.SUCCESS && result.rows() == expected,
          plan.exportName() + ": every row of the source, and the files agree with the manifest");
    }
  }

  private void progression(Rivet rivet, boolean isVerified) {
    if (!isVerified) {
      tell.chapter("Progression: committed, not yet verified");
    }
    tell.say(String.format(Locale.ROOT, "%-18s %-12s %s", "EXPORT", "COMMITTED", "VERIFIED"));
    for (Progression p : rivet.progressions()) {
      tell.say(
          String.format(
              Locale.ROOT,
              "%-18s %-12s %s",
              p.key().export(),
              p.committed().map(Boundary::display).orElse("-"),
              p.verified().map(Boundary::display).orElse("-")));
    }
    Progression orders = rivet.progression("orders").orElseThrow();
    tell.check(orders.committed().isPresent(), "orders is committed");
    tell.check(
        orders.isVerified() == isVerified,
        isVerified ? "committed and verified boundaries agree" : "nothing is verified yet");
  }

  private long width() {
    return (rows + Shop.FREE_KEYS + CHUNKS - 1) / CHUNKS;
  }

  /** Slices that change: an update in the third, deletes in the sixth, inserts where keys were free. */
  private List<Integer> changedSlices() {
    return List.of(2, 5, (int) ((Shop.freeKey(rows) - 1) / width()));
  }

  private void drift() throws SQLException {
    tell.chapter("Drift: the source changes behind our back");
    long free = Shop.freeKey(rows);
    String updated = String.valueOf(2 * width() + 7);
    String deleted = String.valueOf(5 * width() + 7);
    shop.execute(
        "UPDATE orders SET price = coalesce(price, 0) + 0.01 WHERE id BETWEEN "
            + updated
            + " AND "
            + updated
            + " + 2",
        "DELETE FROM orders WHERE id BETWEEN " + deleted + " AND " + deleted + " + 4",
        Shop.insertOrders("generate_series(" + free + "::bigint, " + free + " + 2) g"));
    tell.say("3 prices updated, 5 orders deleted, 3 inserted between existing ones.");
  }

  private ReconcileReport reconcile(Rivet rivet) throws IOException {
    tell.chapter("Reconcile: is the output still what the source says?");
    ReconcileReport counts = rivet.reconcile(orders()).execute();
    tell.say(counts);
    tell.check(
        dirty(counts).equals(changedSlices().subList(1, 3)),
        "counting rows finds the deletes and inserts, and cannot see the updates");
    ReconcileReport content = rivet.reconcile(orders()).depth(Depth.CONTENT).execute();
    tell.say("\n" + content);
    tell.check(!content.isClean(), "comparing content finds that the output is not the source");
    tell.check(dirty(content).equals(changedSlices()), "it names slices " + changedSlices());
    Files.writeString(work.resolve("reconcile.json"), content.toJson());
    return content;
  }

  private static List<Integer> dirty(ReconcileReport report) {
    return report.dirty().stream().map(p -> p.slice().index()).toList();
  }

  private void repair(Rivet rivet, ReconcileReport dirty) throws IOException {
    tell.chapter("Repair: first what would be done, then do it");
    Path manifest = work.resolve("orders").resolve("manifest.json");
    String before = Files.readString(manifest);
    Repair repair = rivet.repair(dirty);
    tell.say("Dry run:\n" + repair.plan());
    tell.check(
        repair.plan().actions().stream()
            .map(a -> a.slice().index())
            .toList()
            .equals(changedSlices()),
        "exactly the damaged slices");
    tell.check(Files.readString(manifest).equals(before), "the dry run wrote nothing");
    RepairReport repaired = repair.listener(ProgressBar.to(tell.out())).execute();
    tell.say(repaired);
    tell.check(repaired.results().size() == 3, "three slices exported again");
    tell.check(
        Files.isRegularFile(work.resolve("orders").resolve(repaired.supersededParts().get(0))),
        "the replaced parts are still on disk; the manifest no longer counts them");
  }

  private void verify(Rivet rivet) {
    tell.chapter("Reconcile again: now everything committed is verified");
    ReconcileReport clean = rivet.reconcile(orders()).depth(Depth.CONTENT).execute();
    tell.say(clean);
    tell.check(clean.isClean(), "source and output are equal, value by value");
    progression(rivet, true);
    tell.check(
        rivet.validate(orders()).execute().isPassed(), "every file agrees with the manifest");
  }

  private void readBack() throws SQLException {
    tell.chapter("Another reader: DuckDB adds up the files, PostgreSQL the table");
    Sums source = Sums.ofSource(shop.dataSource());
    Sums files = Sums.ofFiles(work.resolve("orders"));
    tell.say(files);
    tell.check(files.equals(source), "all " + source.lines().size() + " columns equal");
    if (!files.equals(source)) {
      tell.say("The source says:\n" + source);
    }
  }
}
