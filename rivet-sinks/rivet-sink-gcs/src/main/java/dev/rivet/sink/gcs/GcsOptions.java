package dev.rivet.sink.gcs;

import org.jspecify.annotations.Nullable;

/**
 * How objects are written.
 *
 * @param chunkSize bytes per request of a resumable upload
 * @param storageClass class of new objects, null for the bucket's default
 * @param kmsKey resource name of the key that encrypts new objects, null for the bucket's default
 * @param userProject project that pays for requests, null for the bucket's
 */
record GcsOptions(
    int chunkSize,
    @Nullable String storageClass,
    @Nullable String kmsKey,
    @Nullable String userProject) {}
