/**
 * Content digests: do two sets of rows hold the same values, whatever their order and however they were cut into batches and
 * parts? {@link dev.rivet.internal.digest.BatchDigest} has the definition.
 */
@NullMarked
package dev.rivet.internal.digest;

import org.jspecify.annotations.NullMarked;
