/** SQL Server and Azure SQL as a source. */
@NullMarked
@CheckReturnValue
package dev.rivet.dialect.sqlserver;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
