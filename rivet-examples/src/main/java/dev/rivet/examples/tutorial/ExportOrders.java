package dev.rivet.examples.tutorial;

// docs:tutorial
import dev.rivet.Export;
import dev.rivet.engine.ProgressBar;
import dev.rivet.engine.Rivet;
import dev.rivet.extract.Chunked;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** Exports {@code public.orders} and checks the result. The JDBC URL is the first argument. */
public final class ExportOrders {
  private ExportOrders() {}

  public static void main(String[] args) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(args[0]);

    Export orders =
        Export.table("public.orders")
            .extract(Chunked.by("id").rows(100_000).parallel(2))
            .into(Path.of("out", "orders"))
            .build();

    try (Rivet rivet = Rivet.open(source)) {
      Plan plan = rivet.plan(orders);
      System.out.println(plan);

      ApplyResult result = rivet.apply(plan).listener(ProgressBar.to(System.err)).execute();
      System.out.println(result);

      ReconcileReport report = rivet.reconcile(orders).depth(Depth.CONTENT).execute();
      System.out.println(report.orThrow());
    }
  }
}
// end:tutorial
