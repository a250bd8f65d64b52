/** The meaning of a column, decided once at plan time, before any file type. */
@NullMarked
@CheckReturnValue
package dev.rivet.type;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
