/** The database that the benchmarks read, and what its processes cost. */
@NullMarked
@CheckReturnValue
package dev.rivet.bench.server;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
