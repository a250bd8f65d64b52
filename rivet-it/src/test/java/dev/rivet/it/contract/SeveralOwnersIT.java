package dev.rivet.it.contract;

import static dev.rivet.it.support.Env.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.sink.local.LocalSink;
import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.tck.fault.Effect;
import dev.rivet.tck.fault.FaultPlan;
import dev.rivet.tck.fault.SimulatedCrash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one owner of an export must not do to the next one (SS6, NG10); each case was found by thinking or by simulation. */
class SeveralOwnersIT extends ItemsFixture {

  /** A process stalls at its last puts, others finish its run and a newer one: readers are not sent back. */
  @ParameterizedTest
  @CsvSource({"version, manifest.json", "replace, manifest.json", "version, _SUCCESS"})
  void aStalledFinisherDoesNotPutTheOlderManifestBack(String call, String object) {
    env.rivet().run(chunked()); // so that there is something to replace
    AtomicBoolean hasStalled = new AtomicBoolean();
    Sink stalling =
        stallingAfter(call.equals("version") ? "version" : "", call, object, hasStalled);
    Plan older = env.rivet().plan(chunked());

    failure(ErrorCode.LEASE_LOST, () -> env.withSink(stalling).apply(older).execute());

    assertThat(hasStalled).isTrue();
    assertThat(env.results().runId()).isEqualTo(env.committed("items").get(0).runId());
    assertThat(env.committed("items"))
        .extracting(r -> r.start().planId())
        .hasSize(3)
        .contains(older.planId());
    env.results().assertConsistent();
  }

  /** A sink in which, once, a stall long enough for two runs of others happens after, or else before, a call. */
  private Sink stallingAfter(String after, String call, String object, AtomicBoolean hasStalled) {
    LocalSink sink = LocalSink.create();
    return (Sink)
        Proxy.newProxyInstance(
            Sink.class.getClassLoader(),
            new Class<?>[] {DirectSink.class, MovingSink.class, ConditionalSink.class},
            (proxy, method, arguments) -> {
              boolean isStalling =
                  method.getName().equals(call)
                      && ((ObjectKey) arguments[0]).name().equals(object)
                      && hasStalled.compareAndSet(false, true);
              if (isStalling && after.isEmpty()) {
                othersGoOn();
              }
              try {
                return method.invoke(sink, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (isStalling && !after.isEmpty()) {
                  othersGoOn();
                }
              }
            });
  }

  private void othersGoOn() {
    env.expireLeases();
    Rivet other = env.rivet();
    other.apply(other.plan(chunked())).execute(); // rolls the stalled run forward, and adds one
  }

  /** Until the seal another owner may give a part a new name, which this one would take for a leftover. */
  @Test
  void partsAreSetAsideAfterTheSealOnly() {
    // lease, leftovers, run, claim, and then the first part
    FaultPlan lostAnswer = FaultPlan.failAfter(5);
    env.faulty(lostAnswer).run(chunked());
    List<String> effects = lostAnswer.effects().stream().map(Effect::operation).toList();
    assertThat(effects).containsSubsequence("StateStore.seal", "MovingSink.move");
    assertThat(effects.indexOf("MovingSink.move"))
        .isGreaterThan(effects.indexOf("StateStore.seal"));
    env.results().assertConsistent();
  }

  /** Found by simulation: the run could be continued by force only, and the message said otherwise. */
  @Test
  void aRunAddedByForceGoesOnWithoutForce() {
    Plan plan = env.rivet().plan(chunked());
    env.rivet().apply(plan).execute();
    FaultPlan crash = FaultPlan.crashBefore(1).only(e -> e.operation().equals("StateStore.seal"));
    assertThatThrownBy(() -> env.faulty(crash).apply(plan).force().execute())
        .isInstanceOfAny(SimulatedCrash.class, IllegalStateException.class);
    env.expireLeases();

    ApplyResult again = env.rivet().apply(plan).execute();

    assertThat(again.slicesResumed()).isEqualTo(3);
    assertThat(env.unfinished("default", "items")).isEmpty();
    failure(ErrorCode.PLAN_ALREADY_APPLIED, () -> env.rivet().apply(plan).execute());
  }
}
