/** What the run loop needs of a file format. */
@NullMarked
package dev.rivet.internal.write;

import org.jspecify.annotations.NullMarked;
