package dev.rivet.state;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.rivet.plan.Slice;
import dev.rivet.spi.state.Boundary;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.Progression;
import dev.rivet.spi.state.RunCommit;
import dev.rivet.spi.state.RunMetric;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.RunStart;
import dev.rivet.spi.state.Seal;
import dev.rivet.spi.state.SliceClaim;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Run state in a SQLite file, for the processes of one machine, or in PostgreSQL, for several machines. Thread-safe.
 *
 * <p>Nothing is opened before the first call; that one also creates the tables or brings them up to date. Any number of processes
 * may start at once. A store that a newer version of the library has changed is refused with {@code TOO_NEW}. Times are kept with
 * microseconds.
 *
 * <pre>{@code
 * JooqStateStore.sqlite(Path.of("rivet-state.db"))
 * JooqStateStore.create(dataSource)
 * JooqStateStore.builder().schema("rivet").create(dataSource)
 * }</pre>
 */
public final class JooqStateStore implements StateStore {
  private final Database database;

  private JooqStateStore(Database database) {
    this.database = database;
  }

  /** A file on a local disk, created with its folder if it does not exist. Closing the store closes it. */
  public static JooqStateStore sqlite(Path file) {
    return builder().sqlite(file);
  }

  /**
   * Tables {@code rivet_…} in a PostgreSQL database, or in a SQLite one, which is recognised by its connections. Closing the store
   * does not close the data source.
   */
  public static JooqStateStore create(DataSource dataSource) {
    return builder().create(dataSource);
  }

  /** For what is not the default. */
  public static Builder builder() {
    return new Builder();
  }

  // ---- lease

  @Override
  public Optional<Lease> acquireLease(ExportKey key, String owner, Duration ttl)
      throws StateException {
    requireNonNull(owner, "owner");
    requirePositive(ttl);
    return database.change(
        "acquire the lease of " + requireNonNull(key, "key"),
        tx -> Leases.acquire(tx, key, owner, ttl));
  }

  @Override
  public Lease renewLease(Lease lease, Duration ttl) throws StateException {
    requirePositive(ttl);
    return database.change("renew the lease of " + lease.key(), tx -> Leases.renew(tx, lease, ttl));
  }

  @Override
  public void releaseLease(Lease lease) throws StateException {
    database.write("release the lease of " + lease.key(), tx -> Leases.release(tx, lease));
  }

  private static void requirePositive(Duration ttl) {
    if (ttl.isNegative() || ttl.isZero()) {
      throw new IllegalArgumentException("a lease must last longer than " + ttl);
    }
  }

  // ---- runs

  @Override
  public void startRun(Lease lease, RunStart run, List<Slice> slices) throws StateException {
    database.write(
        "record the start of run " + run.runId(), tx -> Runs.start(tx, lease, run, slices));
  }

  @Override
  public Optional<RunRecord> run(String runId) throws StateException {
    requireNonNull(runId, "runId");
    return database.read("run " + runId, tx -> Runs.one(tx, runId));
  }

  @Override
  public List<RunRecord> unfinishedRuns(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    return database.read("unfinished runs of " + key, tx -> Runs.unfinished(tx, key));
  }

  @Override
  public List<RunRecord> committedRuns(ExportKey key, int limit) throws StateException {
    requireNonNull(key, "key");
    return database.read("committed runs of " + key, tx -> Runs.committed(tx, key, limit));
  }

  @Override
  public Optional<RunRecord> committedRunOfPlan(ExportKey key, String planId)
      throws StateException {
    requireNonNull(key, "key");
    requireNonNull(planId, "planId");
    return database.read(
        "committed run of plan " + planId, tx -> Runs.committedOfPlan(tx, key, planId));
  }

  @Override
  public List<RunRecord> repairsOf(String runId) throws StateException {
    requireNonNull(runId, "runId");
    return database.read("repairs of run " + runId, tx -> Runs.repairs(tx, runId));
  }

  @Override
  public void seal(Lease lease, String runId, Seal seal) throws StateException {
    requireNonNull(seal, "seal");
    database.write("seal run " + runId, tx -> Runs.seal(tx, lease, runId, seal));
  }

  @Override
  public void commit(Lease lease, String runId, RunCommit commit) throws StateException {
    requireNonNull(commit, "commit");
    database.write("commit run " + runId, tx -> Runs.commit(tx, lease, runId, commit));
  }

  @Override
  public void abandon(Lease lease, String runId, String reason) throws StateException {
    requireNonNull(reason, "reason");
    database.write("abandon run " + runId, tx -> Runs.abandon(tx, lease, runId, reason));
  }

  // ---- slices

  @Override
  public Optional<SliceClaim> claimSlice(Lease lease, String runId, String worker, int maxAttempts)
      throws StateException {
    requireNonNull(worker, "worker");
    return database.change(
        "claim a slice of run " + runId, tx -> Slices.claim(tx, lease, runId, worker, maxAttempts));
  }

  @Override
  public void completeSlice(
      Lease lease, SliceClaim claim, SliceOutcome outcome, List<PartRecord> parts)
      throws StateException {
    for (PartRecord part : parts) {
      if (!part.runId().equals(claim.runId()) || part.sliceIndex() != claim.slice().index()) {
        throw new IllegalArgumentException(part + " is no part of " + claim);
      }
    }
    database.write(
        "record that " + claim.slice() + " of run " + claim.runId() + " is completed",
        tx -> Slices.complete(tx, lease, claim, outcome, parts));
  }

  @Override
  public void failSlice(Lease lease, SliceClaim claim, String error, boolean isPinned)
      throws StateException {
    requireNonNull(error, "error");
    database.write(
        "record that " + claim.slice() + " of run " + claim.runId() + " failed",
        tx -> Slices.fail(tx, lease, claim, error, isPinned));
  }

  @Override
  public void reopenSlices(Lease lease, String runId, Set<Integer> damaged) throws StateException {
    requireNonNull(damaged, "damaged");
    database.write("reopen slices of run " + runId, tx -> Slices.reopen(tx, lease, runId, damaged));
  }

  @Override
  public List<SliceRecord> slices(String runId) throws StateException {
    requireNonNull(runId, "runId");
    return database.read("slices of run " + runId, tx -> Slices.list(tx, runId));
  }

  @Override
  public List<PartRecord> parts(String runId) throws StateException {
    requireNonNull(runId, "runId");
    return database.read("parts of run " + runId, tx -> Slices.parts(tx, runId));
  }

  // ---- boundaries and baselines

  @Override
  public Optional<Progression> progression(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    return database.read("progression of " + key, tx -> Boundaries.progression(tx, key));
  }

  @Override
  public List<Progression> progressions(String namespace) throws StateException {
    requireNonNull(namespace, "namespace");
    return database.read(
        "progression of namespace " + namespace, tx -> Boundaries.progressions(tx, namespace));
  }

  @Override
  public boolean recordVerified(ExportKey key, Boundary verified) throws StateException {
    requireNonNull(key, "key");
    return database.change(
        "record run " + verified.runId() + " as verified",
        tx -> Boundaries.verify(tx, key, verified));
  }

  @Override
  public Optional<String> cursor(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    return database.read("cursor of " + key, tx -> Boundaries.cursor(tx, key));
  }

  @Override
  public Optional<String> schema(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    return database.read("columns of " + key, tx -> Boundaries.schema(tx, key));
  }

  @Override
  public Map<String, Long> shape(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    return database.read("shape of " + key, tx -> Boundaries.shape(tx, key));
  }

  // ---- observability

  @Override
  public void recordMetric(RunMetric metric) throws StateException {
    database.write(
        "record the metric of run " + metric.runId(), tx -> Observations.metric(tx, metric));
  }

  @Override
  public List<RunMetric> metrics(ExportKey key, int limit) throws StateException {
    requireNonNull(key, "key");
    return database.read("metrics of " + key, tx -> Observations.metrics(tx, key, limit));
  }

  @Override
  public void recordJournal(ExportKey key, String runId, String journal) throws StateException {
    requireNonNull(key, "key");
    requireNonNull(journal, "journal");
    database.write(
        "record the journal of run " + runId, tx -> Observations.journal(tx, key, runId, journal));
  }

  @Override
  public Optional<String> journal(String runId) throws StateException {
    requireNonNull(runId, "runId");
    return database.read("journal of run " + runId, tx -> Observations.journal(tx, runId));
  }

  @Override
  public List<String> exports(String namespace) throws StateException {
    requireNonNull(namespace, "namespace");
    return database.read("exports of " + namespace, tx -> Observations.exports(tx, namespace));
  }

  // ---- housekeeping

  @Override
  public void resetCursor(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    database.write("reset the cursor of " + key, tx -> Housekeeping.resetCursor(tx, key));
  }

  @Override
  public void resetChunks(ExportKey key) throws StateException {
    requireNonNull(key, "key");
    database.write("reset the chunks of " + key, tx -> Housekeeping.resetChunks(tx, key));
  }

  @Override
  public void prune(ExportKey key, Instant before) throws StateException {
    requireNonNull(key, "key");
    requireNonNull(before, "before");
    database.write("prune " + key, tx -> Housekeeping.prune(tx, key, before));
  }

  /** Closes the file if the store opened one; later calls fail. */
  @Override
  public void close() throws StateException {
    database.close();
  }

  /** Names the file or the kind of data source; no secrets. */
  @Override
  public String toString() {
    return "JooqStateStore[" + database + "]";
  }

  /** Options of a store. One thread at a time. */
  public static final class Builder {
    private Clock clock = Clock.systemUTC();
    private @Nullable String schema;

    private Builder() {}

    /** By which leases expire and rows are stamped; the system's by default. */
    @CanIgnoreReturnValue
    public Builder clock(Clock clock) {
      this.clock = requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Schema of the tables in PostgreSQL, created if it does not exist; by default the current one of each connection.
     *
     * @throws IllegalArgumentException if the name is empty
     */
    @CanIgnoreReturnValue
    public Builder schema(String schema) {
      if (schema.isBlank()) {
        throw new IllegalArgumentException("schema must not be empty");
      }
      this.schema = schema;
      return this;
    }

    /**
     * See {@link JooqStateStore#sqlite}.
     *
     * @throws IllegalStateException if a schema was chosen
     * @throws IllegalArgumentException if the path is not one of the default file system
     */
    public JooqStateStore sqlite(Path file) {
      if (schema != null) {
        throw new IllegalStateException(
            "schema(\"" + schema + "\") and sqlite(…) exclude each other");
      }
      if (file.getFileSystem() != FileSystems.getDefault()) {
        throw new IllegalArgumentException("SQLite cannot open " + file.toUri());
      }
      return store(new SqliteFile(file), Migrations.shipped());
    }

    /** See {@link JooqStateStore#create}. */
    public JooqStateStore create(DataSource dataSource) {
      return create(dataSource, Migrations.shipped());
    }

    JooqStateStore create(DataSource dataSource, Migrations migrations) {
      requireNonNull(dataSource, "dataSource");
      return store(new FromDataSource(dataSource, schema), migrations);
    }

    private JooqStateStore store(Connections connections, Migrations migrations) {
      return new JooqStateStore(new Database(connections, clock, schema, migrations));
    }
  }
}
