package dev.rivet.spi.state;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One terminal row per run. Immutable.
 *
 * @param key the export
 * @param runId the run
 * @param startedAt start
 * @param duration wall time
 * @param status {@code success}, {@code failed} or {@code skipped}
 * @param rows rows exported
 * @param parts parts committed
 * @param bytes bytes written
 * @param retries retries made
 * @param errorCode code of the failure, or null
 * @param errorMessage its message, or null
 * @param detailsJson the run report as JSON
 */
public record RunMetric(
    ExportKey key,
    String runId,
    Instant startedAt,
    Duration duration,
    String status,
    long rows,
    int parts,
    long bytes,
    int retries,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    String detailsJson) {}
