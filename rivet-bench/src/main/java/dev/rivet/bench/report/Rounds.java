package dev.rivet.bench.report;

import static java.util.Objects.requireNonNull;

import dev.rivet.bench.server.ServerCpu;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Variants measured in turn inside one JVM, so that whatever else the machine does meets all of them alike. The first rounds are
 * thrown away. One thread at a time.
 */
public final class Rounds {
  private final Map<String, Variant> variants = new LinkedHashMap<>();
  private final Map<String, Cost> costs = new LinkedHashMap<>();

  /** What is measured. */
  public interface Variant {
    /**
     * Does it once.
     *
     * @return how much was done, at least 1
     */
    long run() throws Exception;
  }

  private record Cost(List<Double> wall, List<Double> jvm, List<Double> server) {
    Cost() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** Adds a variant; they run in the order in which they were added. */
  public void add(String name, Variant variant) {
    variants.put(name, variant);
    costs.put(name, new Cost());
  }

  /** Runs all of them, {@code warmup} rounds for nothing and {@code rounds} that count. */
  public void run(int warmup, int rounds, ServerCpu server) throws Exception {
    for (int round = -warmup; round < rounds; round++) {
      for (Map.Entry<String, Variant> variant : variants.entrySet()) {
        double serverBefore = server.seconds();
        double jvmBefore = Cpu.seconds();
        long start = System.nanoTime();
        long done = variant.getValue().run();
        double wall = (System.nanoTime() - start) / 1e9;
        double jvm = Cpu.seconds() - jvmBefore;
        double serverSeconds = server.seconds() - serverBefore;
        if (done < 1) {
          throw new IllegalStateException(variant.getKey() + " did nothing");
        }
        if (round >= 0) {
          Cost cost = cost(variant.getKey());
          cost.wall.add(wall);
          cost.jvm.add(jvm);
          cost.server.add(serverSeconds);
        }
      }
    }
  }

  /**
   * A Markdown table: seconds per variant, how many times the floor's they are, and how many times faster than the baseline it is.
   * A ratio of wall times is formed in each round and the median shown; beside it that of the shortest times.
   */
  public String table(String floor, String baseline, long rows) {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "| variant | median s | min s | JVM CPU s | server CPU s | rows/s | time ÷ %s | of"
                + " minima | speed ÷ %s | of minima |%n|---|---|---|---|---|---|---|---|---|---|%n",
            floor,
            baseline));
    costs.forEach(
        (name, cost) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.2f | %.2f | %,.0f | %.2f | %.2f | %.2f | %.2f |%n",
                    name,
                    Samples.median(cost.wall),
                    Samples.min(cost.wall),
                    Samples.median(cost.jvm),
                    Samples.median(cost.server),
                    rows / Samples.median(cost.wall),
                    paired(cost.wall, cost(floor).wall),
                    Samples.min(cost.wall) / Samples.min(cost(floor).wall),
                    paired(cost(baseline).wall, cost.wall),
                    Samples.min(cost(baseline).wall) / Samples.min(cost.wall))));
    return out.toString();
  }

  /** How many times the other's cost the one's is: of wall times, of the JVM's CPU, and of both sides' CPU. */
  public String ratio(String one, String other) {
    Cost a = cost(one);
    Cost b = cost(other);
    return String.format(
        Locale.ROOT,
        "%s ÷ %s: %.3f wall (median of rounds), %.3f shortest wall, %.3f JVM CPU, %.3f JVM and"
            + " server CPU",
        one,
        other,
        paired(a.wall, b.wall),
        Samples.min(a.wall) / Samples.min(b.wall),
        Samples.median(a.jvm) / Samples.median(b.jvm),
        (Samples.median(a.jvm) + Samples.median(a.server))
            / (Samples.median(b.jvm) + Samples.median(b.server)));
  }

  private Cost cost(String name) {
    return requireNonNull(costs.get(name), name);
  }

  private static double paired(List<Double> one, List<Double> other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < one.size(); round++) {
      ratios.add(one.get(round) / other.get(round));
    }
    return Samples.median(ratios);
  }
}
