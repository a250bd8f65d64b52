/** Figures of the batches as they pass, and the quality rules (QG1–QG5) over the figures of all slices. */
@NullMarked
package dev.rivet.internal.quality;

import org.jspecify.annotations.NullMarked;
