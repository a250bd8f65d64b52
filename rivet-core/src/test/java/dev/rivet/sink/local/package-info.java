/** Tests of the local sink. */
@NullMarked
package dev.rivet.sink.local;

import org.jspecify.annotations.NullMarked;
