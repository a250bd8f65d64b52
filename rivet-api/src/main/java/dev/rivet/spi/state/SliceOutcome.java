package dev.rivet.spi.state;

/**
 * What a completed slice holds. Immutable.
 *
 * @param rows rows exported
 * @param contentDigest order-free digest of the rows, text made by the core
 * @param details further figures as JSON made by the core (null counts, column checksums, longest values)
 */
public record SliceOutcome(long rows, String contentDigest, String details) {}
