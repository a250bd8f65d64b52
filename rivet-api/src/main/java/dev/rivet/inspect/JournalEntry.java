package dev.rivet.inspect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of a run as it was recorded. Immutable.
 *
 * @param at when, or null if the entry does not say
 * @param event its kind, for example {@code SliceCompleted}
 * @param detailsJson everything recorded, as one line of JSON
 */
public record JournalEntry(@Nullable Instant at, String event, String detailsJson) {}
