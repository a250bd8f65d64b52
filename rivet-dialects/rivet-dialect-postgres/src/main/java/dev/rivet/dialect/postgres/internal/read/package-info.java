/** Rows of a slice: statements, pages, and batches filled from them. */
@NullMarked
package dev.rivet.dialect.postgres.internal.read;

import org.jspecify.annotations.NullMarked;
