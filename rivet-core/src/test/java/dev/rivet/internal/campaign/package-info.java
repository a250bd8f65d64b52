/** Tests of ranking and scheduling. */
@NullMarked
package dev.rivet.internal.campaign;

import org.jspecify.annotations.NullMarked;
