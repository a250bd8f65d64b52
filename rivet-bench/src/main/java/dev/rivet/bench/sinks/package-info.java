/** Whole exports into stores. */
@NullMarked
package dev.rivet.bench.sinks;

import org.jspecify.annotations.NullMarked;
