/** The quick start: the whole story on a database of its own. */
@NullMarked
package dev.rivet.examples;

import org.jspecify.annotations.NullMarked;
