/** MySQL and MariaDB as a source. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.mysql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
