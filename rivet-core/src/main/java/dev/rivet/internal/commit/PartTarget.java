package dev.rivet.internal.commit;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.Sink;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where the bytes of one part go: straight into the sink if it can take them, else through a local file. */
interface PartTarget extends AutoCloseable {

  WritableByteChannel channel();

  /** Makes the part visible and durable. */
  void commit(Checksums checksums) throws IOException;

  /** Without commit: leaves nothing behind. */
  @Override
  void close() throws IOException;

  static PartTarget open(Sink sink, ObjectKey key, @Nullable Path staging) throws IOException {
    if (sink instanceof DirectSink direct) {
      return new Direct(direct.begin(key));
    }
    return new Staged(sink, key, staging);
  }

  /** Encoded straight into the sink. */
  final class Direct implements PartTarget {
    private final Upload upload;

    Direct(Upload upload) {
      this.upload = upload;
    }

    @Override
    public WritableByteChannel channel() {
      return upload.channel();
    }

    @Override
    public void commit(Checksums checksums) throws IOException {
      var stored = upload.commit(checksums);
      if (stored.size() != checksums.size()) {
        throw new IOException("stored " + stored.size() + " bytes of " + checksums.size());
      }
    }

    @Override
    public void close() throws IOException {
      upload.close();
    }
  }

  /** Encoded into a local file that is handed over whole. */
  final class Staged implements PartTarget {
    private final Sink sink;
    private final ObjectKey key;
    private final Path file;
    private final FileChannel channel;

    Staged(Sink sink, ObjectKey key, @Nullable Path staging) throws IOException {
      this.sink = sink;
      this.key = key;
      this.file =
          staging == null
              ? Files.createTempFile("rivet-", ".part")
              : Files.createTempFile(staging, "rivet-", ".part");
      this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    @Override
    public WritableByteChannel channel() {
      return channel;
    }

    @Override
    public void commit(Checksums checksums) throws IOException {
      channel.close();
      var stored = sink.put(key, file, checksums);
      if (stored.size() != checksums.size()) {
        throw new IOException("stored " + stored.size() + " bytes of " + checksums.size());
      }
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }
}
