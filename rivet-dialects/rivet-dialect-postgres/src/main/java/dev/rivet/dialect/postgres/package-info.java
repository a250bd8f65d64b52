/** PostgreSQL as a source. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
