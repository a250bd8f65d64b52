/** Tests of the engine's own parts. */
@NullMarked
package dev.rivet.engine;

import org.jspecify.annotations.NullMarked;
