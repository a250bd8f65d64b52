/** From a source type and the definition's rules to what is selected and what is written. */
@NullMarked
package dev.rivet.dialect.postgres.internal.column;

import org.jspecify.annotations.NullMarked;
