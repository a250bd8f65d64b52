/** Every PostgreSQL type, from a SQL literal to files that other readers read. */
@NullMarked
package dev.rivet.it.types;

import org.jspecify.annotations.NullMarked;
