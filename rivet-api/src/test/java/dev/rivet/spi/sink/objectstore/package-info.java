/** The building blocks of sinks against stores made of memory. */
@NullMarked
package dev.rivet.spi.sink.objectstore;

import org.jspecify.annotations.NullMarked;
