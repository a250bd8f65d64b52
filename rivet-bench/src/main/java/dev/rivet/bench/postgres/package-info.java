/** PostgreSQL rows into Arrow batches: our readers, their floor and their peers. */
@NullMarked
@CheckReturnValue
package dev.rivet.bench.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
