/** What drivers do differently: how values are asked for. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.jdbc.internal.driver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
