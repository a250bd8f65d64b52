package dev.rivet.internal.ledger;

import dev.rivet.internal.commit.SliceDetails;
import dev.rivet.internal.digest.ContentDigest;
import dev.rivet.internal.json.RivetJson;
import dev.rivet.internal.quality.BatchStatistics;
import dev.rivet.spi.state.PartRecord;
import dev.rivet.spi.state.RunRecord;
import dev.rivet.spi.state.SliceOutcome;
import dev.rivet.spi.state.SliceRecord;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run with its repairs laid over it: for every slice the newest completed generation counts, the parts of older ones are
 * superseded (I5, RR5). Immutable.
 */
public final class RunLedger {
  private final Map<Integer, SliceRecord> slices;
  private final Map<Integer, List<PartRecord>> committed;
  private final List<PartRecord> superseded;

  private RunLedger(
      Map<Integer, SliceRecord> slices,
      Map<Integer, List<PartRecord>> committed,
      List<PartRecord> superseded) {
    this.slices = slices;
    this.committed = committed;
    this.superseded = List.copyOf(superseded);
  }

  /**
   * Loads.
   *
   * @param root run id of the export
   * @param repairs run ids of its repairs, oldest first
   */
  public static RunLedger load(StateStore state, String root, List<String> repairs)
      throws StateException {
    Map<Integer, SliceRecord> slices = new TreeMap<>();
    Map<Integer, List<PartRecord>> committed = new TreeMap<>();
    List<PartRecord> superseded = new ArrayList<>();
    for (SliceRecord slice : state.slices(root)) {
      slices.put(slice.slice().index(), slice);
    }
    for (PartRecord part : state.parts(root)) {
      committed.computeIfAbsent(part.sliceIndex(), i -> new ArrayList<>()).add(part);
    }
    for (String repair : repairs) {
      overlay(state, repair, slices, committed, superseded);
    }
    return new RunLedger(slices, committed, superseded);
  }

  /** Loads a committed run with all its committed repairs. */
  public static RunLedger load(StateStore state, RunRecord root) throws StateException {
    return load(
        state, root.runId(), state.repairsOf(root.runId()).stream().map(RunRecord::runId).toList());
  }

  private static void overlay(
      StateStore state,
      String repair,
      Map<Integer, SliceRecord> slices,
      Map<Integer, List<PartRecord>> committed,
      List<PartRecord> superseded)
      throws StateException {
    Map<Integer, List<PartRecord>> parts = new TreeMap<>();
    for (PartRecord part : state.parts(repair)) {
      parts.computeIfAbsent(part.sliceIndex(), i -> new ArrayList<>()).add(part);
    }
    for (SliceRecord slice : state.slices(repair)) {
      if (slice.outcome().isPresent()) {
        int index = slice.slice().index();
        slices.put(index, slice);
        List<PartRecord> former = committed.put(index, parts.getOrDefault(index, List.of()));
        if (former != null) {
          superseded.addAll(former);
        }
      }
    }
  }

  /** The newest generation of every slice, by index. */
  public Collection<SliceRecord> slices() {
    return slices.values();
  }

  /** Parts that count, by slice and sequence; parts without rows only if there is nothing else. */
  public List<PartRecord> parts() {
    List<PartRecord> all = committed.values().stream().flatMap(List::stream).toList();
    List<PartRecord> withRows = all.stream().filter(p -> p.rows() > 0).toList();
    return withRows.isEmpty() ? all : withRows;
  }

  /** Parts of one slice that count. */
  public List<PartRecord> parts(int slice) {
    return committed.getOrDefault(slice, List.of());
  }

  /** Parts that no longer count. */
  public List<PartRecord> superseded() {
    return superseded;
  }

  /** Slices that are not completed. */
  public List<SliceRecord> unfinished() {
    return slices.values().stream().filter(s -> s.outcome().isEmpty()).toList();
  }

  /** Rows of completed slices. */
  public long rows() {
    return slices.values().stream()
        .flatMap(s -> s.outcome().stream())
        .mapToLong(SliceOutcome::rows)
        .sum();
  }

  /** Sum of the digests of completed slices. */
  public ContentDigest digest(ContentDigest zero) {
    ContentDigest sum = zero;
    for (SliceRecord slice : slices.values()) {
      if (slice.completed() != null) {
        sum = sum.plus(ContentDigest.parse(slice.completed().contentDigest()));
      }
    }
    return sum;
  }

  /** NULLs and longest values over completed slices. */
  public BatchStatistics statistics() {
    BatchStatistics sum = BatchStatistics.empty();
    for (SliceRecord slice : slices.values()) {
      if (slice.completed() != null) {
        sum =
            sum.plus(RivetJson.read(slice.completed().details(), SliceDetails.class).statistics());
      }
    }
    return sum;
  }
}
