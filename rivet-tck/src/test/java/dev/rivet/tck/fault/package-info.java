/** Tests of the fault decorators. */
@NullMarked
package dev.rivet.tck.fault;

import org.jspecify.annotations.NullMarked;
