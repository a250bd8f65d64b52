/** From catalog facts to ranked candidates and suggestions. */
@NullMarked
package dev.rivet.internal.discovery;

import org.jspecify.annotations.NullMarked;
