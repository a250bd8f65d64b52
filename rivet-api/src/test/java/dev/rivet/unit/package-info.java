/** Tests of units. */
@NullMarked
package dev.rivet.unit;

import org.jspecify.annotations.NullMarked;
