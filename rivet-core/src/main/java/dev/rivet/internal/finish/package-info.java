/** The end of a run: gates, manifest, marker, boundaries, and rolling forward what a crash left half done. */
@NullMarked
package dev.rivet.internal.finish;

import org.jspecify.annotations.NullMarked;
