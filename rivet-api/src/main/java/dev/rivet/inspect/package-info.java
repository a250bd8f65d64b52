/** What a person asks between runs: state, checks and the doctor's findings, as values, text and JSON. */
@NullMarked
@CheckReturnValue
package dev.rivet.inspect;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
