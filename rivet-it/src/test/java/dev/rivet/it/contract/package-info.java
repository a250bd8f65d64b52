/** The numbered contracts, proved end to end. */
@NullMarked
package dev.rivet.it.contract;

import org.jspecify.annotations.NullMarked;
