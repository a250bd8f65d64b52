package dev.rivet.inspect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that is at work or stuck (SS4): applying its plan again continues it, resetting the export's chunks abandons it.
 * Immutable.
 *
 * @param export its export
 * @param runId the run
 * @param kind {@code export} or {@code repair}
 * @param state {@code writing}, or {@code sealing} when only finishing is left
 * @param isResumable whether another process may continue it
 * @param startedAt start
 * @param slices slices it has
 * @param slicesCompleted those that are durable
 * @param slicesFailed those whose last attempt failed
 * @param lastError message of one of them, or null
 */
public record UnfinishedRun(
    String export,
    String runId,
    String kind,
    String state,
    boolean isResumable,
    Instant startedAt,
    int slices,
    int slicesCompleted,
    int slicesFailed,
    @Nullable String lastError) {}
