package dev.rivet.tck.fault;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A sink that passes everything on and fails when its {@link FaultPlan} says so. It has the same mix-ins as the sink it wraps.
 * Injected failures are plain {@link IOException}s, classified by the wrapped sink.
 */
public final class FaultySink {
  private FaultySink() {}

  /** The same sink, with faults. */
  public static Sink wrap(Sink sink, FaultPlan plan) {
    requireNonNull(plan, "plan");
    boolean direct = sink instanceof DirectSink;
    boolean moving = sink instanceof MovingSink;
    if (requireNonNull(sink, "sink") instanceof ConditionalSink) {
      if (moving) {
        return direct ? new DirectMovingConditional(sink, plan) : new MovingConditional(sink, plan);
      }
      return direct ? new DirectConditional(sink, plan) : new Conditional(sink, plan);
    }
    if (moving) {
      return direct ? new DirectMoving(sink, plan) : new Moving(sink, plan);
    }
    if (sink instanceof ReadableSink) {
      return direct ? new DirectReadable(sink, plan) : new Readable(sink, plan);
    }
    return direct ? new DirectPlain(sink, plan) : new Plain(sink, plan);
  }

  private record Plain(Sink delegate, FaultPlan plan) implements Puts {}

  private record Readable(Sink delegate, FaultPlan plan) implements Reads {}

  private record Moving(Sink delegate, FaultPlan plan) implements Moves {}

  private record DirectPlain(Sink delegate, FaultPlan plan) implements Uploads {}

  private record DirectReadable(Sink delegate, FaultPlan plan) implements Uploads, Reads {}

  private record DirectMoving(Sink delegate, FaultPlan plan) implements Uploads, Moves {}

  private record Conditional(Sink delegate, FaultPlan plan) implements Conditions {}

  private record MovingConditional(Sink delegate, FaultPlan plan) implements Moves, Conditions {}

  private record DirectConditional(Sink delegate, FaultPlan plan) implements Uploads, Conditions {}

  private record DirectMovingConditional(Sink delegate, FaultPlan plan)
      implements Uploads, Moves, Conditions {}

  private interface Puts extends Sink {
    Sink delegate();

    FaultPlan plan();

    @Override
    default String scheme() {
      return delegate().scheme();
    }

    @Override
    default SinkCapabilities capabilities() {
      return delegate().capabilities();
    }

    @Override
    default StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
      return plan()
          .effect(
              "Sink.put",
              key.name(),
              IOException::new,
              () -> delegate().put(key, finished, checksums));
    }

    @Override
    default StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
      return plan()
          .effect(
              "Sink.put", key.name(), IOException::new, () -> delegate().put(key, content, mode));
    }

    @Override
    default SinkFailure classify(IOException failure) {
      return delegate().classify(failure);
    }
  }

  private interface Reads extends Puts, ReadableSink {
    private ReadableSink readable() {
      return (ReadableSink) delegate();
    }

    @Override
    default Optional<StoredObject> head(ObjectKey key) throws IOException {
      return readable().head(key);
    }

    @Override
    default InputStream open(ObjectKey key, long offset) throws IOException {
      return readable().open(key, offset);
    }

    @Override
    default List<StoredObject> list(Location prefix) throws IOException {
      return readable().list(prefix);
    }
  }

  private interface Moves extends Reads, MovingSink {
    private MovingSink moving() {
      return (MovingSink) delegate();
    }

    @Override
    default void move(ObjectKey from, ObjectKey to) throws IOException {
      plan()
          .change("MovingSink.move", from.name(), IOException::new, () -> moving().move(from, to));
    }

    @Override
    default void delete(ObjectKey key) throws IOException {
      plan().change("MovingSink.delete", key.name(), IOException::new, () -> moving().delete(key));
    }
  }

  private interface Conditions extends Reads, ConditionalSink {
    private ConditionalSink conditional() {
      return (ConditionalSink) delegate();
    }

    @Override
    default Optional<String> version(ObjectKey key) throws IOException {
      return conditional().version(key);
    }

    @Override
    default StoredObject replace(ObjectKey key, byte[] content, String version) throws IOException {
      return plan()
          .effect(
              "ConditionalSink.replace",
              key.name(),
              IOException::new,
              () -> conditional().replace(key, content, version));
    }
  }

  private interface Uploads extends Puts, DirectSink {
    private DirectSink direct() {
      return (DirectSink) delegate();
    }

    @Override
    default Upload begin(ObjectKey key) throws IOException {
      return new FaultyUpload(direct().begin(key), key, plan());
    }

    @Override
    default void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
        throws IOException {
      plan()
          .change(
              "DirectSink.removeLeftovers",
              namePrefix,
              IOException::new,
              () -> direct().removeLeftovers(prefix, namePrefix, isOwn));
    }
  }

  private record FaultyUpload(Upload delegate, ObjectKey key, FaultPlan plan) implements Upload {
    @Override
    public WritableByteChannel channel() {
      return delegate.channel();
    }

    @Override
    public StoredObject commit(Checksums checksums) throws IOException {
      return plan.effect(
          "Upload.commit", key.name(), IOException::new, () -> delegate.commit(checksums));
    }

    @Override
    public void close() throws IOException {
      delegate.close();
    }
  }
}
