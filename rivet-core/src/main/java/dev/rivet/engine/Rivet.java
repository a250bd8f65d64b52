package dev.rivet.engine;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.Export;
import dev.rivet.discover.Discovery;
import dev.rivet.inspect.CheckReport;
import dev.rivet.inspect.DoctorReport;
import dev.rivet.internal.apply.ApplyOperation;
import dev.rivet.internal.campaign.CampaignOperation;
import dev.rivet.internal.campaign.CampaignPlanner;
import dev.rivet.internal.discovery.Discoverer;
import dev.rivet.internal.fault.Context;
import dev.rivet.internal.fault.StateErrors;
import dev.rivet.internal.finish.RollForward;
import dev.rivet.internal.inspect.Doctor;
import dev.rivet.internal.planning.Checker;
import dev.rivet.internal.planning.DefinitionFingerprint;
import dev.rivet.internal.planning.Planner;
import dev.rivet.internal.resource.Resources;
import dev.rivet.internal.verify.ReconcileOperation;
import dev.rivet.internal.verify.RepairOperation;
import dev.rivet.internal.verify.ValidateOperation;
import dev.rivet.plan.Campaign;
import dev.rivet.plan.Plan;
import dev.rivet.run.Apply;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.CampaignApply;
import dev.rivet.run.Reconcile;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.Repair;
import dev.rivet.run.Validate;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.unit.Location;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The one object that holds resources: connections to the source, sinks, the state store, batch memory and threads. Thread-safe;
 * several exports may run at the same time. Close it when done; that closes what it opened itself and nothing that was passed in.
 *
 * <pre>{@code
 * try (Rivet rivet = Rivet.open(dataSource)) {
 *   System.out.println(rivet.run(Export.table("public.orders").into(Path.of("out")).build()));
 * }
 * }</pre>
 *
 * <p>Failures are {@link dev.rivet.error.RivetException}s with a stable code and a recovery.
 */
public final class Rivet implements AutoCloseable {
  private static final Duration DOCTOR_DEADLINE = Duration.ofSeconds(15);

  private final Resources resources;
  private final List<AutoCloseable> owned;

  Rivet(Resources resources, List<AutoCloseable> owned) {
    this.resources = resources;
    this.owned = List.copyOf(owned);
  }

  /**
   * Local sink, and a state file {@code rivet-state.db} in the current directory (needs rivet-state-jooq on the class path).
   *
   * @param source where the rows are; its dialect is recognised from a connection
   */
  public static Rivet open(DataSource source) {
    return builder().source(source).build();
  }

  /** Everything to choose. */
  public static RivetBuilder builder() {
    return new RivetBuilder();
  }

  /**
   * Looks at every table this account can see: sizes, cursor and chunk key candidates, a suggested mode, and what a person should
   * know first. Reads catalogs only; no table is scanned (DI5).
   *
   * @throws dev.rivet.error.SourceException if the source cannot be reached; with {@code DISCOVERY_UNAVAILABLE} if its dialect
   *     cannot list tables
   */
  public Discovery discover() {
    return new Discoverer(resources.source()).all();
  }

  /**
   * The same for one schema.
   *
   * @param schema exact name; an unknown one has no tables
   * @throws dev.rivet.error.SourceException as {@link #discover()}
   */
  public Discovery discover(String schema) {
    return new Discoverer(resources.source()).schema(requireNonNull(schema, "schema"));
  }

  /**
   * Plans an export: reads catalogs and key boundaries, moves no rows, writes nothing.
   *
   * @throws dev.rivet.error.InvalidExportException with every problem found
   * @throws dev.rivet.error.SourceException if the source cannot be reached or read
   */
  public Plan plan(Export export) {
    return new Planner(resources).plan(requireNonNull(export, "export"));
  }

  /**
   * Plans several exports together: ranks them and cuts them into waves (contracts §5). Their names must differ. Moves no rows,
   * writes nothing.
   *
   * @throws dev.rivet.error.InvalidExportException with {@code EXPORT_DUPLICATE} if two share a name, else with every problem of
   *     every export
   */
  public Campaign plan(List<Export> exports) {
    return new CampaignPlanner(resources).plan(List.copyOf(exports));
  }

  /** Applies a campaign; applying the same campaign again does what is left of it. */
  public CampaignApply apply(Campaign campaign) {
    return new CampaignOperation(resources, requireNonNull(campaign, "campaign"));
  }

  /**
   * Checks a definition against its source from catalogs alone: verdict, advice and findings (CK1–CK3). Nothing is refused; ask
   * the report with {@link CheckReport#orThrow()}.
   */
  public CheckReport check(Export export) {
    return new Checker(resources).check(requireNonNull(export, "export"));
  }

  /**
   * Looks the environment over: source, pooler, state store, and with definitions the destination of each, where a small object
   * is written, read back and removed (DO1–DO3). Nothing is repeated; a probe that gets no answer is given up after 15 seconds.
   */
  public DoctorReport doctor(Export... exports) {
    return doctor(DOCTOR_DEADLINE, exports);
  }

  /** The same with another deadline per probe. */
  public DoctorReport doctor(Duration deadline, Export... exports) {
    return new Doctor(resources, requireNonNull(deadline, "deadline")).examine(List.of(exports));
  }

  /** Applies a plan; applying the same plan again after a failure continues. */
  public Apply apply(Plan plan) {
    return new ApplyOperation(resources, requireNonNull(plan, "plan"));
  }

  /**
   * Plans and applies. If an earlier run of the same definition was not finished, that one is continued instead.
   *
   * @throws dev.rivet.error.RivetException see {@link Apply#execute()}
   */
  @CanIgnoreReturnValue
  public ApplyResult run(Export export) {
    Optional<Plan> unfinished =
        unfinishedPlan(export.name())
            .filter(p -> p.fingerprint().equals(DefinitionFingerprint.of(export)))
            .filter(p -> p.export().equals(export));
    if (unfinished.isPresent()) {
      return apply(unfinished.get()).force().execute();
    }
    finishCursors(export.name());
    return apply(plan(export)).execute();
  }

  /** A sealed run will move the cursor; a plan made before that would be out of date at once (I11). */
  private void finishCursors(String exportName) {
    Context context = Context.export(exportName);
    boolean moves =
        StateErrors.call(
                "looking for unfinished runs",
                context,
                () -> resources.state().unfinishedRuns(resources.key(exportName)))
            .stream()
            .anyMatch(r -> r.commit().filter(c -> c.cursor() != null).isPresent());
    if (moves) {
      RollForward.finishSealed(resources, resources.key(exportName), context);
    }
  }

  /** The plan of an unfinished run that can be continued by applying it again. */
  public Optional<Plan> unfinishedPlan(String exportName) {
    return StateErrors.call(
            "looking for unfinished runs",
            Context.export(exportName),
            () -> resources.state().unfinishedRuns(resources.key(exportName)))
        .stream()
        .map(RunRecord::start)
        .filter(r -> r.kind().equals(RunStart.EXPORT) && r.isCheckpointed())
        .findFirst()
        .map(r -> Plan.fromJson(r.planJson()));
  }

  /** Compares the source with what the last committed run of this definition exported. */
  public Reconcile reconcile(Export export) {
    return new ReconcileOperation(resources, requireNonNull(export, "export"));
  }

  /** Repairs what a report found. */
  public Repair repair(ReconcileReport report) {
    return new RepairOperation(resources, requireNonNull(report, "report"));
  }

  /** Checks the output of the last committed run against itself; never asks the source. */
  public Validate validate(Export export) {
    Location prefix =
        StateErrors.call(
                "reading the last run",
                Context.export(export.name()),
                () -> resources.state().committedRuns(resources.key(export.name()), 1))
            .stream()
            .findFirst()
            .map(r -> Location.parse(r.start().prefix()))
            .orElse(export.destination());
    return validate(export, prefix);
  }

  /** Checks the output at another place, for example an older day's prefix. */
  public Validate validate(Export export, Location prefix) {
    return new ValidateOperation(resources, export.name(), prefix);
  }

  /** The ledger: cursors, slices, progression, runs, journals, resets and retention, as tables and JSON. */
  public State state() {
    return new State(resources);
  }

  /** Committed and verified boundary of an export. */
  public Optional<Progression> progression(String exportName) {
    return StateErrors.call(
        "reading the progression",
        Context.export(exportName),
        () -> resources.state().progression(resources.key(exportName)));
  }

  /** Committed and verified boundaries of all exports of the namespace, by name. */
  public List<Progression> progressions() {
    return StateErrors.call(
        "reading the progressions",
        Context.export("*"),
        () -> resources.state().progressions(resources.namespace()));
  }

  /** Terminal figures of the last runs of an export, newest first. */
  public List<RunMetric> runs(String exportName) {
    return StateErrors.call(
        "reading the runs",
        Context.export(exportName),
        () -> resources.state().metrics(resources.key(exportName), 100));
  }

  /** Abandons unfinished runs of an export and forgets its slices and progression (SS4). */
  public void resetChunks(String exportName) {
    StateErrors.run(
        "resetting",
        Context.export(exportName),
        () -> resources.state().resetChunks(resources.key(exportName)));
  }

  /** Forgets cursor and progression of an export: its next run begins with the very first row (SS4). */
  public void resetCursor(String exportName) {
    StateErrors.run(
        "resetting",
        Context.export(exportName),
        () -> resources.state().resetCursor(resources.key(exportName)));
  }

  /** Closes what this object opened itself; never what was passed in. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        if (first == null) {
          first =
              new IllegalStateException(
                  "closing " + resource.getClass().getSimpleName() + " failed", e);
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
