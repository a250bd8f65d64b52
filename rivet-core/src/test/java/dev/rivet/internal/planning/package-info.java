/** Tests of checks before a plan. */
@NullMarked
package dev.rivet.internal.planning;

import org.jspecify.annotations.NullMarked;
