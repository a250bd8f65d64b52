package dev.rivet.bench.postgres;

import dev.rivet.bench.report.Rounds;
import dev.rivet.bench.server.BenchServer;

/**
 * The variants of {@link PostgresToArrow} in turn inside one JVM, so that whatever else the machine does meets all of them alike.
 *
 * <pre>
 * ./mvnw -q -Dquick -DskipTests -pl rivet-bench -am package
 * java -Xmx1g -cp "rivet-bench/target/classes:$(cat rivet-bench/target/classpath.txt)" \
 *   dev.rivet.bench.postgres.PostgresToArrowInTurn
 * </pre>
 */
public final class PostgresToArrowInTurn {
  private static final String BASELINE = "arrow-jdbc";
  private static final String FLOOR = "COPY BINARY, discarded";

  private PostgresToArrowInTurn() {}

  /**
   * Runs.
   *
   * @param args rounds (default 9), rows of orders (300 000), rows of narrow (1 000 000)
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    long orders = args.length > 1 ? Long.parseLong(args[1]) : PostgresToArrow.ORDERS_ROWS;
    long narrow = args.length > 2 ? Long.parseLong(args[2]) : PostgresToArrow.NARROW_ROWS;
    try (BenchServer server = BenchServer.start()) {
      PostgresToArrow.fill(server, orders, narrow);
      System.setProperty(PostgresToArrow.URL, server.url());
      for (String table : new String[] {"orders", "narrow"}) {
        Gate.check(server.dataSource(), table);
        PostgresToArrow readers = new PostgresToArrow();
        readers.table = table;
        readers.open();
        Rounds variants = new Rounds();
        variants.add(BASELINE, readers::arrowJdbc);
        variants.add("arrow-jdbc, binary forced", readers::arrowJdbcBinary);
        variants.add("typed getters", readers::typedGetters);
        variants.add("rivet, cursor", readers::rivetCursor);
        variants.add("rivet, COPY", readers::rivetCopy);
        variants.add("rivet, COPY in pages", readers::rivetCopyPaged);
        variants.add(FLOOR, readers::copyDiscarded);
        variants.run(3, rounds, server.cpu());
        System.out.println(table + ", " + readers.rows() + " rows");
        System.out.println(variants.table(FLOOR, BASELINE, readers.rows()));
        readers.close();
      }
    }
  }
}
