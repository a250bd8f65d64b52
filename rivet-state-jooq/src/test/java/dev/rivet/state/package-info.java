@NullMarked
package dev.rivet.state;

import org.jspecify.annotations.NullMarked;
