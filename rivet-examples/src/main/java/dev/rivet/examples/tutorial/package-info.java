/** The program of the tutorial. */
@NullMarked
package dev.rivet.examples.tutorial;

import org.jspecify.annotations.NullMarked;
