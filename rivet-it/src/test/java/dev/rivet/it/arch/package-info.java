/** Rules over the compiled modules. */
@NullMarked
package dev.rivet.it.arch;

import org.jspecify.annotations.NullMarked;
