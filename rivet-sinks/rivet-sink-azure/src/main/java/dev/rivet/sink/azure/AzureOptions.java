package dev.rivet.sink.azure;

import org.jspecify.annotations.Nullable;

/**
 * How blobs are written.
 *
 * @param blockSize bytes per staged block
 * @param concurrency blocks of one upload on their way at the same time
 * @param accessTier tier of new blobs, null for the account's default
 */
record AzureOptions(int blockSize, int concurrency, @Nullable String accessTier) {}
