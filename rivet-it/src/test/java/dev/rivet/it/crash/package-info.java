/** What a crash at any point leaves behind. */
@NullMarked
package dev.rivet.it.crash;

import org.jspecify.annotations.NullMarked;
