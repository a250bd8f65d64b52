/** The two drivers: server-side statements, rows as the protocol has them, stopping a statement. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.driver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
