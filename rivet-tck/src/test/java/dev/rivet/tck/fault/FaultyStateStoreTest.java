package dev.rivet.tck.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.spi.state.ExportKey;
import dev.rivet.spi.state.Lease;
import dev.rivet.spi.state.StateException;
import dev.rivet.spi.state.StateStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyStateStoreTest {
  private static final ExportKey KEY = new ExportKey("default", "orders");
  private static final Lease LEASE = new Lease(KEY, "me", 1, Instant.EPOCH);
  private static final Set<String> READS =
      Set.of(
          "exports",
          "run",
          "unfinishedRuns",
          "committedRuns",
          "committedRunOfPlan",
          "repairsOf",
          "slices",
          "parts",
          "progression",
          "progressions",
          "cursor",
          "schema",
          "shape",
          "metrics",
          "journal",
          "close");

  private final List<String> calls = new ArrayList<>();
  private final StateStore store =
      (StateStore)
          Proxy.newProxyInstance(
              StateStore.class.getClassLoader(),
              new Class<?>[] {StateStore.class},
              (proxy, method, args) -> {
                calls.add(method.getName());
                Class<?> type = method.getReturnType();
                return type == Optional.class
                    ? Optional.empty()
                    : type == List.class
                        ? List.of()
                        : type == Map.class
                            ? Map.of()
                            : type == boolean.class ? (Object) true : null;
              });

  @Test
  void everyMethodThatIsNotARead_isAnEffect() throws Exception {
    for (Method method : StateStore.class.getMethods()) {
      FaultPlan plan = FaultPlan.none();
      StateStore faulty = FaultyStateStore.wrap(store, plan);
      Object[] arguments = new Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = argument(method.getParameterTypes()[i]);
      }
      calls.clear();
      Object unused = method.invoke(faulty, arguments);
      assertThat(calls).as(method.getName()).containsExactly(method.getName());
      assertThat(plan.effects())
          .as(method.getName())
          .hasSize(READS.contains(method.getName()) ? 0 : 1);
    }
  }

  private static Object argument(Class<?> type) throws Exception {
    if (type.isRecord()) {
      return type == Lease.class ? LEASE : type == ExportKey.class ? KEY : record(type);
    }
    Map<Class<?>, Object> samples =
        Map.of(
            String.class,
            "text",
            int.class,
            1,
            boolean.class,
            true,
            Duration.class,
            Duration.ZERO,
            Instant.class,
            Instant.EPOCH,
            List.class,
            List.of(),
            Set.class,
            Set.of(),
            Map.class,
            Map.of());
    return samples.get(type);
  }

  private static Object record(Class<?> type) throws Exception {
    var constructor = type.getDeclaredConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> parameter = constructor.getParameterTypes()[i];
      arguments[i] =
          parameter == dev.rivet.plan.SliceBounds.class
              ? new dev.rivet.plan.SliceBounds.Whole()
              : parameter == long.class ? (Object) 1L : argument(parameter);
    }
    return constructor.newInstance(arguments);
  }

  @Test
  void failsAsUnavailable() {
    StateStore faulty = FaultyStateStore.wrap(store, FaultPlan.failBefore(1));
    assertThatThrownBy(() -> faulty.releaseLease(LEASE))
        .isInstanceOfSatisfying(
            StateException.class,
            e -> assertThat(e.kind()).isEqualTo(StateException.Kind.UNAVAILABLE))
        .hasMessage("injected fault before #1 StateStore.releaseLease default/orders");
    assertThat(calls).isEmpty();
  }
}
