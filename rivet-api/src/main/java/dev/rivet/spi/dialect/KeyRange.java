package dev.rivet.spi.dialect;

import java.util.OptionalLong;

/**
 * What the boundary query found. Immutable.
 *
 * @param min smallest non-NULL key, empty if there is none
 * @param max largest non-NULL key, empty if there is none
 * @param hasNulls whether a row with NULL key exists
 */
public record KeyRange(OptionalLong min, OptionalLong max, boolean hasNulls) {}
