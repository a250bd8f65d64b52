/** A borrowed connection, what the server says about itself and its relations, and what its errors mean. */
@NullMarked
package dev.rivet.dialect.postgres.internal.session;

import org.jspecify.annotations.NullMarked;
