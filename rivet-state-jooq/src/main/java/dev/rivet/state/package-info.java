/** Run state in SQLite or a server database. */
@NullMarked
@CheckReturnValue
package dev.rivet.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
