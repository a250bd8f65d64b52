@NullMarked
package dev.rivet.connect;

import org.jspecify.annotations.NullMarked;
