package dev.rivet.sink.local;

import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.StaleVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a small file if its bytes are still the ones that were read. The old file is locked while its content is compared and the
 * new one takes its name: of several processes one goes on, the others then find that the name stands for another file. On systems
 * that do not tell files apart by a key, or have no locks, an instant between comparing and replacing remains.
 */
final class Exchange {
  private Exchange() {}

  /** Puts the new file in place. */
  interface Replacing {
    void run() throws IOException;
  }

  static Optional<String> version(Path target) throws IOException {
    try {
      return Optional.of(Fingerprint.of(Files.readAllBytes(target)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void run(ObjectKey key, Path target, String version, Replacing replacing)
      throws IOException {
    Object file = fileKey(target);
    if (file == null) {
      if (!version(target).equals(Optional.of(version))) {
        throw new StaleVersionException(key);
      }
      replacing.run();
      return;
    }
    try (FileChannel old =
            FileChannel.open(
                target,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        Locked locked = lock(key, old)) {
      // Read by way of the locked handle: closing another one would drop the lock.
      if (!locked.isOpen()
          || !file.equals(fileKey(target))
          || !Fingerprint.of(content(old)).equals(version)) {
        throw new StaleVersionException(key);
      }
      replacing.run();
    } catch (NoSuchFileException e) {
      throw new StaleVersionException(key);
    }
  }

  private static @Nullable Object fileKey(Path target) throws IOException {
    try {
      return Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static byte[] content(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, bytes.position());
    }
    return bytes.array();
  }

  /** A lock, or none where there are none. */
  private record Locked(FileChannel channel, @Nullable FileLock lock) implements AutoCloseable {
    boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      if (lock != null) {
        lock.release();
      }
    }
  }

  private static Locked lock(ObjectKey key, FileChannel old) throws IOException {
    try {
      return new Locked(old, old.lock());
    } catch (OverlappingFileLockException e) {
      throw new StaleVersionException(key); // another sink of this process is replacing it
    } catch (IOException noLocks) {
      return new Locked(old, null);
    }
  }
}
