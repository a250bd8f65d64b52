package dev.rivet.spi.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it begins. Immutable.
 *
 * @param runId unique id
 * @param kind {@code export} or {@code repair}
 * @param parentRunId run being repaired, or null
 * @param planId plan being applied
 * @param planJson the whole plan, so that a run can be resumed without it
 * @param planFingerprint identifies relation, key and slicing (RC2)
 * @param sourceFingerprint identifies the database (SS5)
 * @param strategy mode
 * @param prefix destination with placeholders filled; kept for the life of the run (CP9)
 * @param isCheckpointed whether it may be resumed
 * @param startedAt when
 */
public record RunStart(
    String runId,
    String kind,
    @Nullable String parentRunId,
    String planId,
    String planJson,
    String planFingerprint,
    String sourceFingerprint,
    String strategy,
    String prefix,
    boolean isCheckpointed,
    Instant startedAt) {
  /** Kind of a run that exports a plan. */
  public static final String EXPORT = "export";

  /** Kind of a run that repairs another one. */
  public static final String REPAIR = "repair";
}
