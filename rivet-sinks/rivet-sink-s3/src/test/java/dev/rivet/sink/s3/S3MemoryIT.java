package dev.rivet.sink.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DW3: four uploads of 256 MiB at once, to a server that keeps nothing. ObjectStoreSinkTest.concurrentLargePartsStayUnderBudget. */
class S3MemoryIT {
  private static final long SIZE = 256L << 20;
  private static final int PART = 8 << 20;

  private final AtomicLong received = new AtomicLong();
  private HttpServer server;
  private ExecutorService threads;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** As much of the protocol as an upload needs; ETags that are no MD5, so that nothing has to be hashed here. */
  private void answer(HttpExchange exchange) throws IOException {
    byte[] sink = new byte[64 << 10];
    try (InputStream in = exchange.getRequestBody()) {
      for (int n = in.read(sink); n >= 0; n = in.read(sink)) {
        received.addAndGet(n);
      }
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String body = "";
    if (query.startsWith("uploads")) {
      body =
          "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
    } else if (exchange.getRequestMethod().equals("POST")) {
      body = "<CompleteMultipartUploadResult><ETag>\"e-32\"</ETag></CompleteMultipartUploadResult>";
    }
    exchange.getResponseHeaders().add("ETag", "\"e\"");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void concurrentLargePartsStayUnderBudget() throws Exception {
    try (S3Sink sink =
        S3Sink.builder()
            .endpoint(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .credentials("key", "secret")
            .build()) {
      upload(sink, "warm-up", 2L * PART);
      long before = used();
      List<Future<?>> uploads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "u" + i;
        uploads.add(
            threads.submit(
                () -> {
                  upload(sink, name, SIZE);
                  return null;
                }));
      }
      long most = 0;
      int samples = 0;
      while (uploads.stream().anyMatch(f -> !f.isDone())) {
        most = Math.max(most, used() - before);
        samples++;
        Thread.sleep(100);
      }
      for (Future<?> upload : uploads) {
        upload.get(10, TimeUnit.SECONDS);
      }
      System.out.println(
          "heap at most "
              + (most >> 20)
              + " MiB above rest in "
              + samples
              + " samples; sent "
              + (received.get() >> 20)
              + " MiB");
      assertThat(received.get()).isGreaterThanOrEqualTo(4 * SIZE);
      assertThat(samples).isGreaterThan(5);
      assertThat(most).isLessThanOrEqualTo(4L * 2 * PART + (16 << 20));
      assertThat(used() - before).as("at rest").isLessThan(8 << 20);
    }
  }

  private static long used() {
    System.gc();
    // What was alive at the end of the collection, not what others allocated since.
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static void upload(S3Sink sink, String name, long size) throws IOException {
    byte[] piece = new byte[256 << 10];
    new Random(1).nextBytes(piece);
    CRC32C crc = new CRC32C();
    try (Upload upload =
        sink.begin(new ObjectKey(Location.parse("s3://lake/raw"), name + ".parquet"))) {
      for (long at = 0; at < size; at += piece.length) {
        int unused = upload.channel().write(ByteBuffer.wrap(piece));
        crc.update(piece, 0, piece.length);
      }
      Checksums sums =
          new Checksums(
              size,
              "xxh3:0000000000000000",
              Map.of(Algorithm.CRC32C, HexFormat.of().toHexDigits((int) crc.getValue())));
      assertThat(upload.commit(sums).size()).isEqualTo(size);
    }
  }
}
