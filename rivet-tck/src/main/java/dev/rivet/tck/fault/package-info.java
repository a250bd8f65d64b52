/**
 * Decorators that make a sink, a state store or a dialect fail at the n-th step, for tests of what a crash leaves behind.
 *
 * <pre>{@code
 * for (int n = 1; ; n++) {
 *   FaultPlan faults = FaultPlan.crashBefore(n);
 *   try (Rivet rivet = Rivet.builder()
 *       .source(dataSource)
 *       .sink(FaultySink.wrap(sink, faults))
 *       .stateStore(FaultyStateStore.wrap(store, faults))
 *       .build()) {
 *     rivet.apply(plan).execute();
 *   } catch (SimulatedCrash | IllegalStateException | RivetException expected) {
 *     // now apply the same plan with healthy parts and compare what readers see with the source
 *   }
 *   if (!faults.hasFired()) {
 *     break;
 *   }
 * }
 * }</pre>
 */
@NullMarked
@CheckReturnValue
package dev.rivet.tck.fault;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
