/** Whole exports from a real PostgreSQL to files: speed against the floor, memory, and statement lengths. */
@NullMarked
@CheckReturnValue
package dev.rivet.bench.endtoend;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
