/** The borrowed connection: settings, transactions, errors, relations. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql.internal.session;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
