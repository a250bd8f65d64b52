/** Reading MySQL and MariaDB. */
@NullMarked
package dev.rivet.bench.mysql;

import org.jspecify.annotations.NullMarked;
