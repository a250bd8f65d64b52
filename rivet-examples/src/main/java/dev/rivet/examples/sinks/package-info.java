/** Destinations: one of our own, and how S3 is set up. */
@NullMarked
package dev.rivet.examples.sinks;

import org.jspecify.annotations.NullMarked;
