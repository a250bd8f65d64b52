package dev.rivet.it.support;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.engine.RivetBuilder;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.RivetException;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import dev.rivet.state.JooqStateStore;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.FaultySink;
import dev.rivet.tck.fault.FaultyStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A source, a state store and a directory: what a test needs to run exports, with and without faults. */
public final class Env implements AutoCloseable {
  /** Where run state is kept. */
  public enum State {
    /** A file. */
    SQLITE,
    /** A database of its own. */
    POSTGRES
  }

  /** A clock that stands still until a test moves it. */
  public static final class ManualClock extends Clock {
    private Instant now;

    /** At an instant. */
    public ManualClock(Instant now) {
      this.now = now;
    }

    /** Moves it. */
    public synchronized void set(Instant instant) {
      now = instant;
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final DataSource source;
  private final Path dir;
  private final String stateUrl;
  private final StateStore store;
  private final List<AutoCloseable> open = new ArrayList<>();

  private Env(DataSource source, Path dir, String stateUrl, StateStore store) {
    this.source = source;
    this.dir = dir;
    this.stateUrl = stateUrl;
    this.store = store;
  }

  /** With a state file below the directory. */
  public static Env sqlite(Postgres source, Path dir) {
    return create(source, dir, State.SQLITE);
  }

  /** Any source, with a state file below the directory. */
  public static Env sqlite(DataSource source, Path dir) {
    return create(source, dir, State.SQLITE);
  }

  /** With the given kind of state store. */
  public static Env create(Postgres source, Path dir, State kind) {
    return create(source.dataSource(), dir, kind);
  }

  /** Any source, with the given kind of state store. */
  public static Env create(DataSource source, Path dir, State kind) {
    try {
      Files.createDirectories(dir);
      return at(
          source,
          dir,
          kind == State.SQLITE
              ? "jdbc:sqlite:" + dir.resolve("state.db")
              : Postgres.newDatabase().url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With the state store at a JDBC URL. */
  public static Env at(Postgres source, Path dir, String stateUrl) {
    return at(source.dataSource(), dir, stateUrl);
  }

  private static Env at(DataSource source, Path dir, String stateUrl) {
    StateStore store =
        stateUrl.startsWith("jdbc:sqlite:")
            ? JooqStateStore.sqlite(Path.of(stateUrl.substring("jdbc:sqlite:".length())))
            : JooqStateStore.create(Postgres.at(stateUrl).dataSource());
    return new Env(source, dir, stateUrl, store);
  }

  /** JDBC URL of the state store. */
  public String stateUrl() {
    return stateUrl;
  }

  /** The state store itself. */
  public StateStore store() {
    return store;
  }

  /** Where exports of this test go. */
  public Path prefix() {
    return dir.resolve("out");
  }

  /** What a consumer sees there. */
  public Results results() {
    return Results.at(prefix());
  }

  /** Everything healthy, still to be built. */
  public RivetBuilder builder() {
    return Rivet.builder().source(source).stateStore(store).sink(LocalSink.create());
  }

  /** Built and closed with this environment. */
  public Rivet built(RivetBuilder builder) {
    Rivet rivet = builder.build();
    open.add(rivet);
    return rivet;
  }

  /** Everything healthy. */
  public Rivet rivet() {
    return built(builder());
  }

  /** Healthy but for one change. */
  public Rivet rivet(UnaryOperator<RivetBuilder> change) {
    return built(change.apply(builder()));
  }

  /** With faults at sink and state store. */
  public Rivet faulty(FaultPlan faults) {
    return faulty(faults, b -> b);
  }

  /** With faults at sink and state store, and one change. */
  public Rivet faulty(FaultPlan faults, UnaryOperator<RivetBuilder> change) {
    return built(
        change.apply(
            Rivet.builder()
                .source(source)
                .stateStore(FaultyStateStore.wrap(store, faults))
                .sink(FaultySink.wrap(LocalSink.create(), faults))));
  }

  /** With another sink. */
  public Rivet withSink(Sink sink) {
    return rivet(b -> b.sink(sink));
  }

  /** A table into this environment's prefix. */
  public Export.Builder export(String table) {
    return Export.table(table).into(prefix());
  }

  /** As if the time of every lease had passed: what a dead process held is free. */
  public void expireLeases() {
    sql("UPDATE rivet_lease SET owner = NULL, expires_at = NULL");
  }

  /** Runs SQL in the state store, for what only an accident could do. */
  public void sql(String statement) {
    try (Connection c = DriverManager.getConnection(stateUrl);
        Statement s = c.createStatement()) {
      s.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  /** One number from the state store. */
  public long number(String sql) {
    try (Connection c = DriverManager.getConnection(stateUrl);
        Statement s = c.createStatement();
        var r = s.executeQuery(sql)) {
      return r.next() ? r.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Committed runs and repairs of an export. */
  public List<RunRecord> committed(String namespace, String export) {
    try {
      return store.committedRuns(new ExportKey(namespace, export), 100);
    } catch (StateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Committed runs and repairs of an export in the default namespace. */
  public List<RunRecord> committed(String export) {
    return committed("default", export);
  }

  /** Unfinished runs of an export. */
  public List<RunRecord> unfinished(String namespace, String export) {
    try {
      return store.unfinishedRuns(new ExportKey(namespace, export));
    } catch (StateException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The failure of a call, with the given code. */
  public static RivetException failure(ErrorCode code, ThrowingCallable call) {
    RivetException e = Assertions.catchThrowableOfType(RivetException.class, call);
    Assertions.assertThat(e).as("expected " + code).isNotNull();
    Assertions.assertThat(e.code()).as("%s", e).isEqualTo(code);
    return e;
  }

  @Override
  public void close() {
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing " + resource, e);
      }
    }
    try {
      store.close();
    } catch (StateException e) {
      throw new IllegalStateException(e);
    }
  }
}
