/** Whole exports from a real PostgreSQL to files: speed against the floor, memory, and statement lengths. */
@NullMarked
package dev.rivet.bench.endtoend;

import org.jspecify.annotations.NullMarked;
