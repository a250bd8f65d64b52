/** One run loop: claim a slice, read, encode, commit. All concurrency lives here. */
@NullMarked
package dev.rivet.internal.run;

import org.jspecify.annotations.NullMarked;
