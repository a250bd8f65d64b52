package dev.rivet.it.support;

import dev.rivet.spi.dialect.BatchReader;
import dev.rivet.spi.dialect.Dialect;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes everything on and writes down which methods of the dialect's objects were called. */
public final class RecordingDialect {
  private static final Set<Class<?>> RECORDED =
      Set.of(Dialect.class, SourceSession.class, SourceRelation.class, BatchReader.class);

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Dialect dialect;

  /** Around a dialect. */
  public RecordingDialect(Dialect dialect) {
    this.dialect = wrap(Dialect.class, dialect);
  }

  /** The dialect to use. */
  public Dialect dialect() {
    return dialect;
  }

  /** Calls so far, for example {@code SourceRelation.keyRange}. */
  public List<String> calls() {
    return calls;
  }

  private <T> T wrap(Class<T> type, Object delegate) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              calls.add(type.getSimpleName() + "." + method.getName());
              try {
                Object result = method.invoke(delegate, args);
                Class<?> returned = method.getReturnType();
                return result != null && RECORDED.contains(returned)
                    ? wrap(returned, result)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
