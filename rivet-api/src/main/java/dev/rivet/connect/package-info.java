/** Where a source is and how to get there, for applications that bring no {@code DataSource} of their own. */
@NullMarked
@CheckReturnValue
package dev.rivet.connect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
