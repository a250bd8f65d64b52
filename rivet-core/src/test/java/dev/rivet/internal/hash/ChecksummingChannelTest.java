package dev.rivet.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.spi.sink.Checksums.Algorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksummingChannelTest {

  /** Takes a few bytes a time, as sockets do. */
  private static final class Reluctant implements WritableByteChannel {
    final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    final int limit;
    boolean open = true;

    Reluctant(int limit) {
      this.limit = limit;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (taken.size() >= limit) {
        throw new IOException("full");
      }
      int n = Math.min(7, source.remaining());
      for (int i = 0; i < n; i++) {
        taken.write(source.get());
      }
      return n;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @Test
  void sumsWhatPassesHoweverTheTargetTakesIt() throws IOException {
    Reluctant target = new Reluctant(Integer.MAX_VALUE);
    try (ChecksummingChannel channel = new ChecksummingChannel(target, Set.of(Algorithm.CRC32C))) {
      byte[] bytes = FingerprintTest.pattern(4096);
      ByteBuffer heap = ByteBuffer.wrap(bytes, 0, 1000);
      assertThat(channel.write(heap)).isEqualTo(1000);
      assertThat(heap.hasRemaining()).isFalse();
      ByteBuffer direct = ByteBuffer.allocateDirect(4096).put(bytes).position(1000);
      assertThat(channel.write(direct)).isEqualTo(3096);

      assertThat(target.taken.toByteArray()).isEqualTo(bytes);
      assertThat(channel.size()).isEqualTo(4096);
      assertThat(channel.checksums().size()).isEqualTo(4096);
      assertThat(channel.checksums().fingerprint()).isEqualTo("xxh3:99aa8007ca97e119");
      assertThat(channel.checksums().values())
          .containsExactly(java.util.Map.entry(Algorithm.CRC32C, "f50c9a2b"));
    }
    assertThat(target.isOpen()).isFalse();
  }

  @Test
  void passesFailuresOn() {
    ChecksummingChannel channel = new ChecksummingChannel(new Reluctant(10), Set.of());
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(100)))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }
}
