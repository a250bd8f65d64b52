@NullMarked
package dev.rivet.internal.discovery;

import org.jspecify.annotations.NullMarked;
