/** Data sources of drivers, from endpoints. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.connect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
