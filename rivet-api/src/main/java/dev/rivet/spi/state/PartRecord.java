package dev.rivet.spi.state;

import org.jspecify.annotations.Nullable;

/**
 * A part in the file log. Immutable.
 *
 * @param runId run that wrote it
 * @param sliceIndex slice it belongs to
 * @param sequence position within the slice, from 0
 * @param name object name below the run's prefix
 * @param rows rows in it
 * @param size bytes
 * @param fingerprint {@code xxh3:<16 hex>} of the bytes
 * @param md5 hex MD5 if computed, or null
 */
public record PartRecord(
    String runId,
    int sliceIndex,
    int sequence,
    String name,
    long rows,
    long size,
    String fingerprint,
    @Nullable String md5) {}
