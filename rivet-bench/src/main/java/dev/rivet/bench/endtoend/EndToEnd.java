package dev.rivet.bench.endtoend;

import dev.rivet.Tuning;
import dev.rivet.bench.postgres.CopyDiscard;
import dev.rivet.bench.report.Rounds;
import dev.rivet.bench.server.BenchServer;
import dev.rivet.extract.Full;
import dev.rivet.format.Parquet;
import dev.rivet.run.ApplyResult;
import dev.rivet.spi.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A whole export of {@code orders}, 20 columns, over one connection against the floor: the same columns by COPY BINARY, bytes thrown
 * away by the client. An export is everything: plan, state, files synced to disk, manifest, commit. Also what the content digest
 * costs, see {@link Pipeline}.
 *
 * <p>All variants run in turn inside one JVM. Before any timing the files are read back by DuckDB and compared with the source.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -Xmx1g -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" dev.rivet.bench.endtoend.EndToEnd
 * </pre>
 */
public final class EndToEnd {
  private static final String FLOOR = "COPY BINARY, discarded";
  private static final String WITH_DIGEST = "read, digest, encode none";
  private static final String WITHOUT_DIGEST = "read, encode none";

  private EndToEnd() {}

  /**
   * Runs.
   *
   * @param args rows (default 2 000 000), rounds (default 5) and where to write (default: a temporary directory)
   */
  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 2_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path out =
        args.length > 2
            ? Files.createTempDirectory(Path.of(args[2]), "rivet-bench")
            : Files.createTempDirectory("rivet-bench");
    try (BenchServer server = BenchServer.start()) {
      server.createOrders(rows);
      DataSource source = server.dataSource();
      gate(source, out, rows);
      Rounds variants = new Rounds();
      variants.add(FLOOR, () -> discard(source));
      variants.add("rivet, none", () -> export(source, out, Parquet.uncompressed()));
      variants.add("rivet, zstd-1", () -> export(source, out, Parquet.zstd(1)));
      variants.add("rivet, zstd-3", () -> export(source, out, Parquet.zstd()));
      variants.add(WITH_DIGEST, () -> Pipeline.run(source, Pipeline.Digest.ON));
      variants.add(WITHOUT_DIGEST, () -> Pipeline.run(source, Pipeline.Digest.OFF));
      variants.run(1, rounds, server.cpu());
      System.out.println(variants.table(FLOOR, "rivet, zstd-3", rows));
      System.out.println(variants.ratio("rivet, none", FLOOR));
      System.out.println(variants.ratio("rivet, zstd-3", FLOOR));
      System.out.println(variants.ratio(WITH_DIGEST, WITHOUT_DIGEST));
    } finally {
      Exports.delete(out);
    }
  }

  private static void gate(DataSource source, Path out, long rows) throws Exception {
    Path target = Files.createTempDirectory(out, "gate");
    ApplyResult result =
        Exports.run(source, "orders", Full.scan(), Tuning.fast(), Parquet.zstd(), target);
    if (result.rows() != rows) {
      throw new IllegalStateException("exported " + result.rows() + " of " + rows);
    }
    String sums =
        "select count(*)::text || ' ' || sum(id)::text || ' ' || sum(price)::text || ' ' ||"
            + " sum(total)::text || ' ' || count(gift)::text || ' ' || max(created_at)::text || ' '"
            + " || max(due_date)::text || ' ' || sum(length(email))::text || ' ' ||"
            + " sum(length(note))::text || ' ' || min(ref::text)";
    String there;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery(sums + " from orders")) {
      r.next();
      there = r.getString(1);
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet r =
            statement.executeQuery(sums + " from read_parquet('" + target + "/**/*.parquet')")) {
      r.next();
      if (!there.equals(r.getString(1))) {
        throw new IllegalStateException("source " + there + ", files " + r.getString(1));
      }
    }
    Exports.delete(target);
    System.out.println("gate passed: " + there);
  }

  private static long export(DataSource source, Path out, Parquet format)
      throws IOException, StateException {
    Path target = Files.createTempDirectory(out, "export");
    ApplyResult result = Exports.run(source, "orders", Full.scan(), Tuning.fast(), format, target);
    Exports.delete(target);
    return result.rows();
  }

  private static long discard(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return CopyDiscard.read(connection, "orders");
    }
  }
}
