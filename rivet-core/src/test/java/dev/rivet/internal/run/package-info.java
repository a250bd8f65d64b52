/** Tests of the run loop's parts. */
@NullMarked
package dev.rivet.internal.run;

import org.jspecify.annotations.NullMarked;
