package dev.rivet.spi.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes true with a commit. Immutable.
 *
 * @param committed the new committed boundary, or null for a repair, which leaves it untouched (RR4)
 * @param cursor new cursor as opaque text, or null for modes without cursor
 * @param schemaJson new schema baseline, or null to keep the old one
 * @param shape longest values seen; a stored maximum only grows
 */
public record RunCommit(
    @Nullable Boundary committed,
    @Nullable String cursor,
    @Nullable String schemaJson,
    Map<String, Long> shape) {
  /** Copies the map. */
  public RunCommit {
    shape = Map.copyOf(shape);
  }
}
