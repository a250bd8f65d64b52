/** The engine: {@link dev.rivet.engine.Rivet}, the one object that holds resources. */
@NullMarked
package dev.rivet.engine;

import org.jspecify.annotations.NullMarked;
