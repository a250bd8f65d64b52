package dev.rivet.extract;

import dev.rivet.error.Problem;
import java.util.List;

/**
 * How a relation is cut into slices. A closed family; each member holds only its own options. A mode is nothing but a way
 * to slice: reading, committing and verifying are the same for all.
 */
public sealed interface Extraction permits Full, Incremental, Chunked, Keyset, TimeWindow {

  /** Slices exported at the same time, each over its own connection. */
  int parallel();

  /** Whether finished slices survive a crash and are skipped when the same plan is applied again. */
  boolean isCheckpointed();

  /** How often one slice may be claimed before the run gives up, or 0 for the tuning's retries plus one. */
  int maxAttempts();

  /**
   * The strategy's name in plans, manifests and state: {@code full}, {@code incremental}, {@code chunked}, {@code keyset},
   * {@code timewindow}.
   */
  String strategy();

  /** Columns that slices are cut by, or that a cursor follows; empty for none, or for the table's own key. */
  default List<String> columns() {
    return List.of();
  }

  /** This without whatever does not decide which rows a slice holds: equal ones have comparable runs (RC2, PA6). */
  default Extraction essence() {
    return this;
  }

  /** What makes no sense together, or with this relation; {@code build()} refuses it. */
  default List<Problem> problems(Relation relation) {
    return List.of();
  }
}
