/** Several exports: ranking, waves, and running them (contracts §5). */
@NullMarked
package dev.rivet.internal.campaign;

import org.jspecify.annotations.NullMarked;
