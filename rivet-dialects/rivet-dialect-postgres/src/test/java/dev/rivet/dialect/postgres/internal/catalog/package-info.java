@NullMarked
package dev.rivet.dialect.postgres.internal.catalog;

import org.jspecify.annotations.NullMarked;
