package dev.rivet.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.format.Compression;
import dev.rivet.format.Parquet;
import dev.rivet.internal.write.PartEncoder;
import dev.rivet.unit.DataSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Memory and threads of an encoder, when all goes well and when the channel fails. */
class EncoderResourcesTest {
  private static final List<TestColumn> COLUMNS = ParquetRoundTripTest.everyType(true, 1);

  /** Throws at its n-th write and keeps nothing. */
  private static final class Channel implements WritableByteChannel {
    private final int failAt;
    private int writes;

    Channel(int failAt) {
      this.failAt = failAt;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
      if (++writes == failAt) {
        throw new IOException("disk full");
      }
      int n = src.remaining();
      src.position(src.limit());
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class)
        .stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long heapBytes() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The encoder says so once, then nothing of it is left: no page at a helper, no helper stuck. */
  @Test
  void aChannelThatFailsAtAnyWriteIsReportedAndLeavesNothing() throws Exception {
    TestTable table = new RandomValues(7).table(COLUMNS, 3000, 0.1);
    Parquet options = Parquet.zstd(1).rowGroupRows(1000).pageBytes(DataSize.ofKibibytes(4));
    ExecutorService helper = Executors.newSingleThreadExecutor();
    try {
      ParquetEncoderFactory factory =
          new ParquetEncoderFactory(TestColumn.schema(COLUMNS), options, Map.of(), helper);
      Channel whole = new Channel(0);
      encode(factory, table, whole);
      assertThat(whole.writes).isGreaterThan(3);
      for (int n = 1; n <= whole.writes; n++) {
        Channel channel = new Channel(n);
        assertThat(catchThrowable(() -> encode(factory, table, channel)))
            .as("write %s of %s", n, whole.writes)
            .isInstanceOf(IOException.class)
            .hasMessage("disk full");
        assertThat(channel.writes).as("nothing is written after a failure").isEqualTo(n);
      }
      assertThat(helper.submit(() -> "free").get()).isEqualTo("free");
    } finally {
      helper.shutdownNow();
    }
  }

  private static void encode(ParquetEncoderFactory factory, TestTable table, Channel channel)
      throws IOException {
    try (PartEncoder encoder = factory.open(channel)) {
      table.feed(encoder, TestTable.Cuts.DEFAULT);
      encoder.finish();
    }
  }

  /** Memory is a row group and open pages, however many row groups and files there are. */
  @Test
  void memoryDoesNotGrowWithTheNumberOfRowGroups() throws Exception {
    TestTable table = new RandomValues(8).table(COLUMNS, 2000, 0.1);
    for (Compression codec :
        List.of(Compression.zstd(1), Compression.snappy(), Compression.gzip())) {
      ParquetEncoderFactory factory =
          new ParquetEncoderFactory(
              TestColumn.schema(COLUMNS), Parquet.with(codec).rowGroupRows(1000), Map.of(), null);
      long heap;
      long direct;
      try (PartEncoder encoder = factory.open(new Channel(0))) {
        feed(encoder, table, 10);
        heap = heapBytes();
        direct = directBytes();
        feed(encoder, table, 100);
        // The footer remembers each chunk, and nothing else may stay: a chunk's values alone are
        // some 10 KiB.
        long chunks = 100L * 2 * COLUMNS.size();
        assertThat(heapBytes() - heap).as("heap, %s", codec).isLessThan(chunks * 2048);
        assertThat(directBytes() - direct).as("direct memory, %s", codec).isLessThan(1 << 20);
        encoder.finish();
      }
    }
  }

  private static void feed(PartEncoder encoder, TestTable table, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      table.feed(encoder, TestTable.Cuts.DEFAULT);
    }
  }
}
