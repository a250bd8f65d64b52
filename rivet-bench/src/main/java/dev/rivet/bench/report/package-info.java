/** What measurements say: rounds, ratios, tables and charts. */
@NullMarked
@CheckReturnValue
package dev.rivet.bench.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
