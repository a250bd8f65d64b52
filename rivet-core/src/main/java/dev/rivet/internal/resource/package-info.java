/** What one {@code Rivet} holds and its operations share. */
@NullMarked
package dev.rivet.internal.resource;

import org.jspecify.annotations.NullMarked;
