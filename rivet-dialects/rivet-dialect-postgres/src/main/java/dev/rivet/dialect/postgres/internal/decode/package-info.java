/** PostgreSQL's binary values into Arrow vectors: one strategy per column, chosen once. */
@NullMarked
package dev.rivet.dialect.postgres.internal.decode;

import org.jspecify.annotations.NullMarked;
