/** Reads the state, checks definitions and looks the environment over. */
@NullMarked
package dev.rivet.internal.inspect;

import org.jspecify.annotations.NullMarked;
