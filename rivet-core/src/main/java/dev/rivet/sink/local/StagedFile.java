package dev.rivet.sink.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished file beside its target. It is locked for as long as it is open, so that another process can tell it from what a
 * crash left behind. One thread at a time.
 */
final class StagedFile implements AutoCloseable {
  /** FileChannel copies heap buffers through a direct one that it keeps per thread, as large as the largest write. */
  static final int SLICE = 256 << 10;

  private final Disk disk;
  private final boolean fsync;
  private final Set<Path> live;
  private final Path target;
  private final Path path;
  private final FileChannel channel;
  private boolean moved;
  private long size;

  private StagedFile(
      Disk disk, boolean fsync, Set<Path> live, Path target, Path path, FileChannel channel) {
    this.disk = disk;
    this.fsync = fsync;
    this.live = live;
    this.target = target;
    this.path = path;
    this.channel = channel;
  }

  /** Opens one beside the target, whose directory exists. */
  static StagedFile open(Disk disk, boolean fsync, Set<Path> live, Path target) throws IOException {
    FileAlreadyExistsException last = null;
    for (int attempt = 0; attempt < 10; attempt++) {
      Path path = target.resolveSibling(StagingName.of(String.valueOf(target.getFileName())));
      live.add(path);
      StagedFile file = null;
      try {
        file = new StagedFile(disk, fsync, live, target, path, disk.create(path));
        if (file.isHeld()) {
          return file;
        }
      } catch (FileAlreadyExistsException e) {
        last = e;
      } finally {
        if (file == null) {
          live.remove(path);
        }
      }
      if (file != null) {
        // Someone cleaned up in the instant between creating and locking.
        file.close();
      }
    }
    throw new FileSystemException(
        target.toString(),
        null,
        "no name free for an unfinished file" + (last == null ? "" : ": " + last));
  }

  private boolean isHeld() {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      return true; // No locks here; who cleans up goes by age then.
    }
    return lock != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  long size() {
    return size;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  int write(ByteBuffer source) throws IOException {
    int all = source.remaining();
    int limit = source.limit();
    try {
      while (source.position() < limit) {
        source.limit(source.isDirect() ? limit : Math.min(limit, source.position() + SLICE));
        int n = source.remaining();
        disk.write(channel, source);
        size += n;
      }
    } finally {
      source.limit(limit);
    }
    return all;
  }

  /** Makes the file durable and visible under its target's name, in place of what was there (DW1, DW2, M7). */
  void replace() throws IOException {
    finish();
    disk.rename(path, target);
    moved = true;
    forceDirectory();
  }

  /**
   * The same, but of all that try at the same time one succeeds.
   *
   * @param oneAtATime what keeps writers of this process apart where the file system has no hard links
   */
  void create(Object oneAtATime) throws IOException {
    finish();
    if (!linked()) {
      synchronized (oneAtATime) {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileAlreadyExistsException(target.toString());
        }
        disk.rename(path, target);
        moved = true;
      }
    }
    forceDirectory();
  }

  private boolean linked() throws IOException {
    try {
      disk.link(path, target);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileAlreadyExistsException | NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return false;
    }
  }

  private void finish() throws IOException {
    if (fsync) {
      disk.force(channel);
    }
  }

  private void forceDirectory() throws IOException {
    Path directory = target.getParent();
    if (fsync && directory != null) {
      disk.forceDirectory(directory);
    }
  }

  /** Removes the file unless it became the target. */
  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    if (!moved && live.contains(path)) {
      // While it is still locked, so that nobody else mistakes it for a leftover.
      failure = attempt(() -> disk.delete(path), null);
    }
    failure = attempt(channel::close, failure);
    live.remove(path);
    if (failure != null) {
      throw failure;
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static @Nullable IOException attempt(Step step, @Nullable IOException before) {
    try {
      step.run();
      return before;
    } catch (IOException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
      return before;
    }
  }
}
