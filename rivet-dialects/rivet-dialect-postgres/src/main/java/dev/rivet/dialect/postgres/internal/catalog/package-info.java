/** Lists the tables of a database from the catalog. */
@NullMarked
package dev.rivet.dialect.postgres.internal.catalog;

import org.jspecify.annotations.NullMarked;
