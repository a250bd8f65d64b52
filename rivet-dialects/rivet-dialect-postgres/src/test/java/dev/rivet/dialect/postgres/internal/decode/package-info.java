@NullMarked
package dev.rivet.dialect.postgres.internal.decode;

import org.jspecify.annotations.NullMarked;
