/** From the binary protocol's values to Arrow vectors. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.decode;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
