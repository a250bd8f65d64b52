package dev.rivet.inspect;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an export that follows a cursor goes on. Immutable.
 *
 * @param export its name
 * @param cursor the stored high-water mark as opaque text
 * @param committedAt when the run that moved it committed, or null if the progression was reset
 */
public record StoredCursor(String export, String cursor, @Nullable Instant committedAt) {}
