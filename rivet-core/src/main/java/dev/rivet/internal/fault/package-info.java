/** Turns what plugins throw into the public failures, in one place each. */
@NullMarked
package dev.rivet.internal.fault;

import org.jspecify.annotations.NullMarked;
