package dev.rivet.spi.state;

import dev.rivet.plan.Slice;

/**
 * A claimed slice. Immutable.
 *
 * @param runId the run
 * @param slice the slice
 * @param attempt 1 for the first claim; never repeats for a slice, also not after a resume, because part names carry it
 */
public record SliceClaim(String runId, Slice slice, int attempt) {}
