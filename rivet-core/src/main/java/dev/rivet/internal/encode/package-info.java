/** Picks the encoder of a format. */
@NullMarked
package dev.rivet.internal.encode;

import org.jspecify.annotations.NullMarked;
