/** Applying a plan: its guards, what an earlier attempt left, the loop, the finisher, the report. */
@NullMarked
package dev.rivet.internal.apply;

import org.jspecify.annotations.NullMarked;
