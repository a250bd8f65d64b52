package dev.rivet.tck.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.Checksums;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FaultySinkTest {
  private static final Location PREFIX = new Location("mem", "bucket/prefix");
  private static final Checksums CHECKSUMS = new Checksums(1, "xxh3:0000000000000000", Map.of());

  /** The least a sink can be. */
  private static class PlainSink implements Sink {
    final TreeSet<String> visible = new TreeSet<>();

    StoredObject store(ObjectKey key) {
      visible.add(key.name());
      return StoredObject.of(key, 1);
    }

    @Override
    public String scheme() {
      return "mem";
    }

    @Override
    public SinkCapabilities capabilities() {
      return SinkCapabilities.of(SinkCapabilities.CommitProtocol.ATOMIC);
    }

    @Override
    public StoredObject put(ObjectKey key, Path finished, Checksums checksums) {
      return store(key);
    }

    @Override
    public StoredObject put(ObjectKey key, byte[] content, PutMode mode) {
      return store(key);
    }

    @Override
    public SinkFailure classify(IOException failure) {
      return new SinkFailure(ErrorCode.SINK_FAILED, true, Duration.ZERO, "try again");
    }
  }

  private static class ReadingSink extends PlainSink implements ReadableSink {
    @Override
    public Optional<StoredObject> head(ObjectKey key) {
      return visible.contains(key.name()) ? Optional.of(StoredObject.of(key, 1)) : Optional.empty();
    }

    @Override
    public InputStream open(ObjectKey key, long offset) {
      return new ByteArrayInputStream("x".getBytes(UTF_8));
    }

    @Override
    public List<StoredObject> list(Location prefix) {
      return visible.stream().map(n -> StoredObject.of(new ObjectKey(prefix, n), 1)).toList();
    }
  }

  private static final class CompleteSink extends ReadingSink implements MovingSink, DirectSink {
    @Override
    public void move(ObjectKey from, ObjectKey to) {
      visible.remove(from.name());
      visible.add(to.name());
    }

    @Override
    public void delete(ObjectKey key) {
      visible.remove(key.name());
    }

    @Override
    public Upload begin(ObjectKey key) {
      return new Upload() {
        @Override
        public WritableByteChannel channel() {
          return Channels.newChannel(java.io.OutputStream.nullOutputStream());
        }

        @Override
        public StoredObject commit(Checksums checksums) {
          return store(key);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn) {}
  }

  private static ObjectKey key(String name) {
    return new ObjectKey(PREFIX, name);
  }

  @Test
  void hasExactlyTheMixInsOfWhatItWraps() {
    FaultPlan plan = FaultPlan.none();
    assertThat(FaultySink.wrap(new PlainSink(), plan))
        .isNotInstanceOfAny(ReadableSink.class, DirectSink.class);
    assertThat(FaultySink.wrap(new ReadingSink(), plan))
        .isInstanceOf(ReadableSink.class)
        .isNotInstanceOfAny(MovingSink.class, DirectSink.class);
    assertThat(FaultySink.wrap(new CompleteSink(), plan))
        .isInstanceOf(MovingSink.class)
        .isInstanceOf(DirectSink.class);
  }

  @Test
  void everyDurableEffectCountsAndReadsDoNot() throws IOException {
    FaultPlan plan = FaultPlan.none();
    CompleteSink sink = new CompleteSink();
    Sink faulty = FaultySink.wrap(sink, plan);
    assertThat(faulty.put(key("a"), Path.of("a"), CHECKSUMS).size()).isEqualTo(1);
    assertThat(faulty.put(key("b"), new byte[1], PutMode.CREATE).size()).isEqualTo(1);
    try (Upload upload = ((DirectSink) faulty).begin(key("c"))) {
      assertThat(upload.channel().isOpen()).isTrue();
      assertThat(upload.commit(CHECKSUMS).key()).isEqualTo(key("c"));
    }
    ((MovingSink) faulty).move(key("b"), key("d"));
    ((MovingSink) faulty).delete(key("a"));
    ((DirectSink) faulty).removeLeftovers(PREFIX, "orders", name -> true);
    assertThat(((ReadableSink) faulty).list(PREFIX)).hasSize(2);
    assertThat(((ReadableSink) faulty).head(key("d"))).isPresent();
    assertThat(((ReadableSink) faulty).open(key("d"), 0).readAllBytes()).hasSize(1);
    assertThat(plan.effects())
        .extracting(e -> e.operation() + " " + e.target())
        .containsExactly(
            "Sink.put a",
            "Sink.put b",
            "Upload.commit c",
            "MovingSink.move b",
            "MovingSink.delete a",
            "DirectSink.removeLeftovers orders");
  }

  @Test
  void anUploadFailsAtItsCommit() throws IOException {
    CompleteSink sink = new CompleteSink();
    FaultPlan plan = FaultPlan.failBefore(1);
    try (Upload upload = ((DirectSink) FaultySink.wrap(sink, plan)).begin(key("c"))) {
      assertThatThrownBy(() -> upload.commit(CHECKSUMS)).isInstanceOf(IOException.class);
    }
    assertThat(sink.visible).isEmpty();
  }

  @Test
  void afterAFailedPutTheObjectIsThere() {
    PlainSink sink = new PlainSink();
    Sink faulty = FaultySink.wrap(sink, FaultPlan.failAfter(1));
    assertThatThrownBy(() -> faulty.put(key("a"), new byte[1], PutMode.REPLACE))
        .isInstanceOf(IOException.class);
    assertThat(sink.visible).containsExactly("a");
    assertThat(faulty.classify(new IOException("x")).isTransient()).isTrue();
  }
}
