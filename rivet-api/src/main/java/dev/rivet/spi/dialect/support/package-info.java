/**
 * What dialects have in common, for their authors: batches filled column by column from located cells, conversions that are
 * exact or settled by a policy, the table of allowed overrides, page sizes, and cancelling without hitting the next statement.
 */
@NullMarked
@CheckReturnValue
package dev.rivet.spi.dialect.support;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
