package dev.rivet.bench.postgres;

import dev.rivet.Tuning;
import dev.rivet.bench.report.CpuProfiler;
import dev.rivet.bench.server.BenchServer;
import dev.rivet.dialect.postgres.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postgresql.PGConnection;

/**
 * Milliseconds to read a whole table into Arrow batches over one connection, by every way there is, next to the floor: the same
 * columns by COPY BINARY, thrown away. Each invocation checks its number of rows; {@link Gate} compares the contents first.
 *
 * <p>All variants against one server, in rounds, with the ratios (about six minutes on two cores):
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.postgres.PostgresToArrowRun
 * </pre>
 *
 * <p>There each variant has JVMs of its own, seconds apart from the others. For ratios on a machine that does other work too, all of
 * them in turn in one JVM: {@link PostgresToArrowInTurn}.
 *
 * <p>A single variant, which then starts a server of its own:
 *
 * <pre>
 * java -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" org.openjdk.jmh.Main PostgresToArrow.rivetCopy \
 *   -prof dev.rivet.bench.report.CpuProfiler
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@State(Scope.Thread)
public class PostgresToArrow {
  /** System property with the JDBC URL of a filled server; without it each fork starts one. */
  static final String URL = "rivet.bench.url";

  static final int ORDERS_ROWS = 300_000;
  static final int NARROW_ROWS = 1_000_000;

  /** Twenty columns of the common types, or four of fixed width. */
  @Param({"orders", "narrow"})
  public String table = "orders";

  private @Nullable BenchServer server;
  private @Nullable Connections open;
  private long rows;

  /** What stays open between invocations. */
  private record Connections(
      BufferAllocator memory,
      Connection text,
      Connection binary,
      Connection discarded,
      RivetRead copy,
      RivetRead pages,
      RivetRead cursor,
      Schema schema) {}

  /** Connects, and starts and fills a server if none is given. */
  @Setup
  public void open() throws Exception {
    String url = System.getProperty(URL);
    if (url == null) {
      BenchServer own = BenchServer.start();
      server = own;
      url = own.url();
      System.setProperty(CpuProfiler.POSTMASTER, Long.toString(own.cpu().pid()));
      fill(own, ORDERS_ROWS, NARROW_ROWS);
      Gate.check(own.dataSource(), table);
    }
    DataSource source = BenchServer.dataSource(url);
    rows = count(source, table);
    Connection binary = source.getConnection();
    forceBinary(binary);
    RivetRead copy = new RivetRead(Postgres.create(), source, table, Tuning.fast());
    open =
        new Connections(
            new RootAllocator(),
            source.getConnection(),
            binary,
            source.getConnection(),
            copy,
            new RivetRead(Postgres.create(), source, table, Tuning.balanced()),
            new RivetRead(Postgres.withoutCopy(), source, table, Tuning.fast()),
            copy.schema());
  }

  static void fill(BenchServer server, long orders, long narrow) throws SQLException {
    server.createOrders(orders);
    server.createNarrow(narrow);
  }

  static void forceBinary(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(-1);
  }

  private static long count(DataSource source, String table) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery("select count(*) from " + table)) {
      r.next();
      return r.getLong(1);
    }
  }

  /** Disconnects. */
  @TearDown
  public void close() throws Exception {
    Connections c = connections();
    c.copy.close();
    c.pages.close();
    c.cursor.close();
    c.text.close();
    c.binary.close();
    c.discarded.close();
    c.memory.close();
    if (server != null) {
      server.close();
    }
  }

  long rows() {
    return rows;
  }

  private Connections connections() {
    if (open == null) {
      throw new IllegalStateException("not set up");
    }
    return open;
  }

  private long checked(long read) {
    if (read != rows) {
      throw new IllegalStateException(read + " rows instead of " + rows);
    }
    return read;
  }

  /** arrow-jdbc as its documentation has it: the driver transfers text. */
  @Benchmark
  public long arrowJdbc() throws Exception {
    Connections c = connections();
    return checked(ArrowJdbc.read(c.text, table, c.memory, batch -> {}));
  }

  /** arrow-jdbc with the driver told to transfer binary from the first execution on. */
  @Benchmark
  public long arrowJdbcBinary() throws Exception {
    Connections c = connections();
    return checked(ArrowJdbc.read(c.binary, table, c.memory, batch -> {}));
  }

  /** A loop of typed getters, text on the wire. */
  @Benchmark
  public long typedGetters() throws Exception {
    Connections c = connections();
    return checked(TypedGetters.read(c.text, table, c.schema, c.memory, batch -> {}));
  }

  /** Rivet's fallback: a binary cursor through {@code getBytes}. */
  @Benchmark
  public long rivetCursor() throws Exception {
    Connections c = connections();
    return checked(c.cursor.read(c.memory, batch -> {}));
  }

  /** Rivet's way, one statement per slice: profile FAST. */
  @Benchmark
  public long rivetCopy() throws Exception {
    Connections c = connections();
    return checked(c.copy.read(c.memory, batch -> {}));
  }

  /** Rivet's way with statements of about a second: the default profile, BALANCED. */
  @Benchmark
  public long rivetCopyPaged() throws Exception {
    Connections c = connections();
    return checked(c.pages.read(c.memory, batch -> {}));
  }

  /** The floor: COPY BINARY thrown away. */
  @Benchmark
  public long copyDiscarded() throws Exception {
    return CopyDiscard.read(connections().discarded, table);
  }
}
