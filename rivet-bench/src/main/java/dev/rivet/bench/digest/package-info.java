/** What digests and CSV cost per cell. */
@NullMarked
package dev.rivet.bench.digest;

import org.jspecify.annotations.NullMarked;
