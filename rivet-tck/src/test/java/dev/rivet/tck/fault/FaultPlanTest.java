package dev.rivet.tck.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private final List<String> done = new ArrayList<>();

  private void effect(FaultPlan plan, String name) throws IOException {
    plan.<Boolean, IOException>effect("Sink.put", name, IOException::new, () -> done.add(name));
  }

  @Test
  void beforeMeansTheEffectDidNotHappen() throws IOException {
    FaultPlan plan = FaultPlan.failBefore(2);
    effect(plan, "a");
    assertThatThrownBy(() -> effect(plan, "b"))
        .isInstanceOf(IOException.class)
        .hasMessage("injected fault before #2 Sink.put b");
    effect(plan, "c");
    assertThat(done).containsExactly("a", "c");
    assertThat(plan.hasFired()).isTrue();
  }

  @Test
  void afterMeansTheEffectHappenedButItsCallerDoesNotKnow() throws IOException {
    FaultPlan plan = FaultPlan.failAfter(2);
    effect(plan, "a");
    assertThatThrownBy(() -> effect(plan, "b")).hasMessage("injected fault after #2 Sink.put b");
    effect(plan, "c");
    assertThat(done).containsExactly("a", "b", "c");
  }

  @Test
  void downMeansNothingReachesTheOutsideAnyMore() {
    FaultPlan plan = FaultPlan.failAfter(1).thenStayDown();
    assertThatThrownBy(() -> effect(plan, "a")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> effect(plan, "b")).hasMessageContaining("down since effect 1");
    assertThat(done).containsExactly("a");
  }

  @Test
  void aCrashIsNoExceptionAndLasts() throws IOException {
    FaultPlan plan = FaultPlan.crashBefore(2);
    effect(plan, "a");
    assertThatThrownBy(() -> effect(plan, "b")).isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> effect(plan, "c")).isInstanceOf(SimulatedCrash.class);
    assertThat(done).containsExactly("a");
    assertThat(plan).hasToString("crash before effect 2");
  }

  @Test
  void actionsRunAndTheEffectHappens() throws IOException {
    FaultPlan before = FaultPlan.runBefore(1, () -> done.add("action"));
    effect(before, "a");
    FaultPlan after = FaultPlan.runAfter(1, () -> done.add("action"));
    effect(after, "b");
    assertThat(done).containsExactly("action", "a", "b", "action");
  }

  @Test
  void countsOnlyWhatMatches() throws IOException {
    FaultPlan plan = FaultPlan.failBefore(1).only(e -> e.target().equals("_SUCCESS"));
    effect(plan, "manifest.json");
    assertThatThrownBy(() -> effect(plan, "_SUCCESS")).isInstanceOf(IOException.class);
    assertThat(plan.effects()).extracting(Effect::toString).containsExactly("#1 Sink.put _SUCCESS");
  }

  @Test
  void noneNeverFires() throws IOException {
    FaultPlan plan = FaultPlan.none();
    effect(plan, "a");
    assertThat(plan.hasFired()).isFalse();
    assertThat(plan).hasToString("no fault");
    assertThat(FaultPlan.failAfter(3).thenStayDown())
        .hasToString("failure after effect 3, then down");
  }

  @Test
  void effectsAreNumberedFromOne() {
    assertThatThrownBy(() -> FaultPlan.failBefore(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
