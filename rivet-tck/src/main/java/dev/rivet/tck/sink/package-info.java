/** What every destination has to keep. */
@NullMarked
package dev.rivet.tck.sink;

import org.jspecify.annotations.NullMarked;
