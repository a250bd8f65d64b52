/** Tests of definitions. */
@NullMarked
package dev.rivet;

import org.jspecify.annotations.NullMarked;
