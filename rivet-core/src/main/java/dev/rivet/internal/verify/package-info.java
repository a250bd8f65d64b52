/** Reconcile, repair and validate, on the same slices the export used. */
@NullMarked
package dev.rivet.internal.verify;

import org.jspecify.annotations.NullMarked;
