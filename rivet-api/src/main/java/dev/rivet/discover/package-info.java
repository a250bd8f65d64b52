/** What a look into the catalog found, and what it suggests. */
@NullMarked
@CheckReturnValue
package dev.rivet.discover;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
