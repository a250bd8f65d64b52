/** Whole exports into each kind of store. */
@NullMarked
package dev.rivet.it.sinks;

import org.jspecify.annotations.NullMarked;
