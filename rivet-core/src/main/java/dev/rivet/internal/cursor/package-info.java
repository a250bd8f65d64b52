/** The cursor as it is kept between runs. */
@NullMarked
package dev.rivet.internal.cursor;

import org.jspecify.annotations.NullMarked;
