package dev.rivet.sink.local;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A part on its way to the disk. */
final class LocalUpload implements Upload {
  private final LocalSink sink;
  private final ObjectKey key;
  private final Path target;
  private final StagedFile file;
  private final Bytes bytes = new Bytes();
  private boolean committed;

  LocalUpload(LocalSink sink, ObjectKey key, Path target, StagedFile file) {
    this.sink = sink;
    this.key = key;
    this.target = target;
    this.file = file;
  }

  @Override
  public WritableByteChannel channel() {
    return bytes;
  }

  @Override
  public StoredObject commit(Checksums checksums) throws IOException {
    if (committed || !file.isOpen()) {
      throw new IllegalStateException(
          committed ? "already committed: " + key : "already closed: " + key);
    }
    bytes.close();
    LocalSink.checkSize(key, checksums, file.size());
    try {
      file.replace();
      committed = true;
      file.close();
      return sink.stored(key, target);
    } catch (IOException e) {
      throw sink.explained(e, target);
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
    file.close();
  }

  private final class Bytes implements WritableByteChannel {
    private boolean open = true;

    @Override
    public int write(ByteBuffer source) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      try {
        return file.write(source);
      } catch (IOException e) {
        throw sink.explained(e, target);
      }
    }

    @Override
    public boolean isOpen() {
      return open && file.isOpen();
    }

    /** The file stays open for {@link #commit}. */
    @Override
    public void close() {
      open = false;
    }
  }
}
