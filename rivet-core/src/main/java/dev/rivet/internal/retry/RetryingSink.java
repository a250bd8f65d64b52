package dev.rivet.internal.retry;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StaleVersionException;
import dev.rivet.spi.sink.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A layer that repeats a sink's operations while the sink itself calls the failure transient. The result is of the same kinds
 * ({@link ReadableSink}, {@link DirectSink}, {@link MovingSink}) as what it wraps.
 *
 * <p>An attempt that failed may have been carried out all the same, its answer lost. So where a repetition finds the work done,
 * that counts as success: CREATE and a conditional
 * replacement find an object with the very content they were to write, move finds the object gone and the
 * target there. What is read or written afterwards, bytes of an {@link dev.rivet.spi.sink.Upload} or of a stream, is not repeated
 * here: those bytes are gone, and the slice is the unit that repeats.
 */
public final class RetryingSink implements InvocationHandler {
  private final Sink sink;
  private final int maxRetries;
  private final Backoff backoff;
  private final Sleeper sleeper;
  private final RetryListener listener;

  private RetryingSink(
      Sink sink, int maxRetries, Backoff backoff, Sleeper sleeper, RetryListener listener) {
    this.sink = requireNonNull(sink, "sink");
    this.maxRetries = maxRetries;
    this.backoff = requireNonNull(backoff, "backoff");
    this.sleeper = requireNonNull(sleeper, "sleeper");
    this.listener = requireNonNull(listener, "listener");
  }

  /**
   * Wraps a sink.
   *
   * @param maxRetries how often an operation is repeated after its first failure; 0 never
   */
  public static Sink around(
      Sink sink, int maxRetries, Backoff backoff, Sleeper sleeper, RetryListener listener) {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("maxRetries must not be negative: " + maxRetries);
    }
    Class<?>[] kinds =
        Stream.of(
                Sink.class,
                ReadableSink.class,
                DirectSink.class,
                MovingSink.class,
                ConditionalSink.class)
            .filter(kind -> kind.isInstance(sink))
            .toArray(Class<?>[]::new);
    return (Sink)
        Proxy.newProxyInstance(
            Sink.class.getClassLoader(),
            kinds,
            new RetryingSink(sink, maxRetries, backoff, sleeper, listener));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "retrying " + sink;
      };
    }
    if (!List.of(method.getExceptionTypes()).contains(IOException.class)) {
      return call(method, arguments);
    }
    for (int retry = 1; ; retry++) {
      try {
        return call(method, arguments);
      } catch (IOException e) {
        if (retry > 1) {
          Optional<Object> done = alreadyDone(method, arguments, e);
          if (done.isPresent()) {
            return done.get() == DONE ? null : done.get();
          }
        }
        SinkFailure verdict = sink.classify(e);
        if (!verdict.isTransient() || retry > maxRetries) {
          throw e;
        }
        Duration delay = backoff.delayAtLeast(retry, verdict.retryAfter());
        listener.retrying(method.getName(), retry, e, verdict, delay);
        pause(delay, e);
      }
    }
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(sink, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void pause(Duration delay, IOException reason) throws InterruptedIOException {
    try {
      sleeper.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException("interrupted while waiting to try again");
      stopped.addSuppressed(reason);
      throw stopped;
    }
  }

  private static final Object DONE = new Object();

  /** What the operation would have returned, if an earlier attempt did the work after all. */
  private Optional<Object> alreadyDone(Method method, Object @Nullable [] arguments, IOException e)
      throws IOException {
    if (arguments == null || !(sink instanceof ReadableSink readable)) {
      return Optional.empty();
    }
    if (e instanceof FileAlreadyExistsException
        && method.getName().equals("put")
        && arguments[2] == PutMode.CREATE
        && holds(readable, (ObjectKey) arguments[0], (byte[]) arguments[1])) {
      Optional<StoredObject> stored = readable.head((ObjectKey) arguments[0]);
      return stored.map(s -> s);
    }
    if (e instanceof StaleVersionException
        && holds(readable, (ObjectKey) arguments[0], (byte[]) arguments[1])) {
      return readable.head((ObjectKey) arguments[0]).map(s -> s);
    }
    if (e instanceof NoSuchFileException
        && method.getName().equals("move")
        && readable.head((ObjectKey) arguments[1]).isPresent()) {
      return Optional.of(DONE);
    }
    return Optional.empty();
  }

  private static boolean holds(ReadableSink sink, ObjectKey key, byte[] content)
      throws IOException {
    try (InputStream in = sink.open(key, 0)) {
      return Arrays.equals(in.readNBytes(content.length + 1), content);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }
}
