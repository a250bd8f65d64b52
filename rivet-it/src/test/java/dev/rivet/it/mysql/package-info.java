/** Whole exports from MySQL and MariaDB. */
@NullMarked
package dev.rivet.it.mysql;

import org.jspecify.annotations.NullMarked;
