package dev.rivet.tck.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Sink, prefix and the steps that all contracts of sinks are made of. */
abstract class SinkFixture {
  static final int BIG = (9 << 20) + 12_345;

  /** Temporary files for parts. */
  @TempDir protected Path local;

  Sink sink;
  Location prefix;

  /** A sink to test; called once or more per test, all of them at the same destinations. */
  protected abstract Sink newSink();

  /** A prefix that nothing was written to yet. */
  protected abstract Location newPrefix();

  /** Parallel calls that the contract makes at most. */
  protected int writers() {
    return 8;
  }

  /**
   * As if another process had begun to write an object and died long ago.
   *
   * @return false, as here, if nobody but the store ever sees that
   */
  protected boolean leaveUnfinished(ObjectKey key) throws IOException {
    return false;
  }

  /** Names of all objects that were begun by {@link #leaveUnfinished} and never finished, in order; relative to the prefix. */
  protected List<String> unfinished() throws IOException {
    return List.of();
  }

  /** A sink that takes what {@link #leaveUnfinished} left for dead. */
  protected Sink cleaningSink() {
    return newSink();
  }

  /** The prefix of this test. */
  protected final Location prefix() {
    return prefix;
  }

  /** Makes sink and prefix of a test. */
  @BeforeEach
  protected void makeSink() {
    sink = newSink();
    prefix = newPrefix();
  }

  ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** What the library would compute over these bytes for this sink. */
  protected final Checksums checksums(byte[] bytes) {
    Map<Algorithm, String> values = new EnumMap<>(Algorithm.class);
    for (Algorithm algorithm : sink.capabilities().checksums()) {
      values.put(
          algorithm,
          switch (algorithm) {
            case CRC32C -> {
              CRC32C crc = new CRC32C();
              crc.update(bytes, 0, bytes.length);
              yield HexFormat.of().toHexDigits((int) crc.getValue());
            }
            case MD5 -> md5(bytes);
          });
    }
    long hash = Hashing.xxh3_64().hashBytesToLong(bytes);
    return new Checksums(bytes.length, "xxh3:" + HexFormat.of().toHexDigits(hash), values);
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Path file(byte[] bytes) throws IOException {
    return Files.write(Files.createTempFile(local, "part", ".bin"), bytes);
  }

  StoredObject put(ObjectKey key, byte[] bytes) throws IOException {
    return sink.put(key, file(bytes), checksums(bytes));
  }

  ReadableSink readable() {
    assumeTrue(newSink() instanceof ReadableSink, "this sink cannot be read back");
    return (ReadableSink) newSink();
  }

  DirectSink direct() {
    assumeTrue(sink instanceof DirectSink, "this sink takes finished files only");
    return (DirectSink) sink;
  }

  MovingSink moving() {
    assumeTrue(sink instanceof MovingSink, "this sink does not move objects");
    return (MovingSink) sink;
  }

  byte[] read(ObjectKey key) throws IOException {
    try (InputStream in = readable().open(key, 0)) {
      return in.readAllBytes();
    }
  }

  List<String> names(Location where) throws IOException {
    return readable().list(where).stream().map(o -> o.key().name()).toList();
  }

  static void write(Upload upload, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    WritableByteChannel channel = upload.channel();
    while (buffer.hasRemaining()) {
      assertThat(channel.write(buffer)).isPositive();
    }
  }

  interface Task {
    Object run(int writer) throws Exception;
  }

  List<Object> inParallel(Task task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers());
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < writers(); i++) {
        int writer = i;
        futures.add(threads.submit(() -> task.run(writer)));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : futures) {
        results.add(future.get(120, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
