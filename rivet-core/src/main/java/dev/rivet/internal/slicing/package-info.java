/** Extraction to slices; the only code that differs per mode. */
@NullMarked
package dev.rivet.internal.slicing;

import org.jspecify.annotations.NullMarked;
