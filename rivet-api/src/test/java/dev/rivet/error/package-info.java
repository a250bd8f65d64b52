/** Tests of failures. */
@NullMarked
package dev.rivet.error;

import org.jspecify.annotations.NullMarked;
