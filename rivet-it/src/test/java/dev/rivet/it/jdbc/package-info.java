/** Whole exports through the JDBC dialect. */
@NullMarked
package dev.rivet.it.jdbc;

import org.jspecify.annotations.NullMarked;
