/** Random crash schedules over the real apply, run loop and finisher, with everything around them simulated. */
@NullMarked
package dev.rivet.simulation;

import org.jspecify.annotations.NullMarked;
