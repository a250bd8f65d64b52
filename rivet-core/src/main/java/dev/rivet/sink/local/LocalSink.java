package dev.rivet.sink.local;

import static java.util.Objects.requireNonNull;

import dev.rivet.internal.hash.ByteChecksums;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ConditionalSink;
import dev.rivet.spi.sink.DirectSink;
import dev.rivet.spi.sink.MovingSink;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkCapabilities;
import dev.rivet.spi.sink.SinkCapabilities.CommitProtocol;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local and mounted file systems, scheme {@code file}. Thread-safe.
 *
 * <p>A file is written beside its final name as {@code .<name>.<random>.tmp}, made durable, and renamed; then the directory is
 * made durable. A reader sees the old file, the new one or none, never a part of one; success is reported only when power may
 * fail. Missing directories are created. The destination may be, or lie below, a symbolic link; links below it are neither
 * followed nor seen.
 *
 * <p>{@link PutMode#CREATE} has one winner among all processes, by a hard link. On file systems without hard links it has one
 * among the users of this object only.
 *
 * <p>An unfinished file is locked while it is written. {@link #removeLeftovers} removes what nobody holds a lock on, so a crash
 * is cleaned up by the next run at once and a live writer is never disturbed. Where the file system has no locks, it goes by age
 * instead: a day without a write.
 */
public final class LocalSink implements DirectSink, MovingSink, ConditionalSink {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSink.class);
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Disk disk;
  private final boolean fsync;
  private final Clock clock;
  private final Failures failures;
  private final Set<Path> live = ConcurrentHashMap.newKeySet();
  private final Object oneAtATime = new Object();

  /** For the service loader; the same as {@link #create()}. */
  public LocalSink() {
    this(new Disk(), true, Clock.systemUTC());
  }

  LocalSink(Disk disk, boolean fsync, Clock clock) {
    this.disk = disk;
    this.fsync = fsync;
    this.clock = clock;
    this.failures = new Failures(disk);
  }

  /** The durable form. */
  public static LocalSink create() {
    return new LocalSink();
  }

  /** Leaves it to the system when bytes reach the disk: faster, and after a power failure committed parts may be gone. */
  public LocalSink withoutFsync() {
    return new LocalSink(disk, false, clock);
  }

  @Override
  public String scheme() {
    return "file";
  }

  @Override
  public SinkCapabilities capabilities() {
    return SinkCapabilities.of(CommitProtocol.ATOMIC).conditional();
  }

  @Override
  public SinkFailure classify(IOException failure) {
    return Failures.classify(failure);
  }

  @Override
  public StoredObject put(ObjectKey key, Path finished, Checksums checksums) throws IOException {
    Path target = target(key);
    try (FileChannel in = FileChannel.open(finished, StandardOpenOption.READ);
        StagedFile file = stage(key, target)) {
      ByteChecksums sums = new ByteChecksums(Set.of());
      ByteBuffer buffer = ByteBuffer.allocate(StagedFile.SLICE);
      while (in.read(buffer.clear()) >= 0) {
        sums.update(buffer.flip());
        int unused = file.write(buffer);
      }
      checkSize(key, checksums, sums.size());
      String fingerprint = sums.checksums().fingerprint();
      if (!fingerprint.equals(checksums.fingerprint())) {
        throw new ChecksumMismatchException(key, checksums.fingerprint(), fingerprint);
      }
      file.replace();
      return stored(key, target);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public StoredObject put(ObjectKey key, byte[] content, PutMode mode) throws IOException {
    Path target = target(key);
    try {
      if (mode == PutMode.CREATE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      try (StagedFile file = stage(key, target)) {
        int unused = file.write(ByteBuffer.wrap(content));
        if (mode == PutMode.CREATE) {
          file.create(oneAtATime);
        } else {
          file.replace();
        }
      }
      return stored(key, target);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public Optional<String> version(ObjectKey key) throws IOException {
    Path target = target(key);
    return isObject(key, target) ? Exchange.version(target) : Optional.empty();
  }

  @Override
  public StoredObject replace(ObjectKey key, byte[] content, String version) throws IOException {
    Path target = target(key);
    try (StagedFile file = stage(key, target)) {
      int unused = file.write(ByteBuffer.wrap(content));
      synchronized (oneAtATime) {
        Exchange.run(key, target, version, file::replace);
      }
      return stored(key, target);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public Upload begin(ObjectKey key) throws IOException {
    Path target = target(key);
    try {
      return new LocalUpload(this, key, target, stage(key, target));
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) throws IOException {
    Path target = target(key);
    try {
      return isObject(key, target) ? Optional.of(stored(key, target)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long offset) throws IOException {
    Path target = target(key);
    try {
      if (!isObject(key, target)) {
        throw new NoSuchFileException(target.toString());
      }
      FileChannel channel =
          FileChannel.open(target, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      return new FileInput(channel.position(offset));
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public List<StoredObject> list(Location prefix) throws IOException {
    Path base = base(prefix);
    List<StoredObject> objects = new ArrayList<>();
    walk(
        base,
        (name, file, attributes) -> {
          if (!StagingName.matches(String.valueOf(file.getFileName()))) {
            try {
              ObjectKey key = new ObjectKey(prefix, name);
              objects.add(
                  new StoredObject(
                      key, attributes.size(), null, attributes.lastModifiedTime().toInstant()));
            } catch (IllegalArgumentException e) {
              LOG.debug("not an object, its name cannot be a key: {}", file);
            }
          }
        });
    objects.sort(Comparator.comparing(o -> o.key().name()));
    return objects;
  }

  @Override
  public void move(ObjectKey from, ObjectKey to) throws IOException {
    Path source = target(from);
    Path target = target(to);
    try {
      if (!isObject(from, source)) {
        throw new NoSuchFileException(source.toString());
      }
      prepare(to, target);
      try {
        disk.rename(source, target);
      } catch (AtomicMoveNotSupportedException e) {
        copy(source, target);
        disk.delete(source);
      }
      forceDirectoryOf(target);
      forceDirectoryOf(source);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  private void copy(Path source, Path target) throws IOException {
    try (FileChannel in =
            FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        StagedFile file = StagedFile.open(disk, fsync, live, target)) {
      ByteBuffer buffer = ByteBuffer.allocate(StagedFile.SLICE);
      while (in.read(buffer.clear()) >= 0) {
        int unused = file.write(buffer.flip());
      }
      file.replace();
    }
  }

  @Override
  public void delete(ObjectKey key) throws IOException {
    Path target = target(key);
    try {
      if (isObject(key, target)) {
        disk.delete(target);
        forceDirectoryOf(target);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("already gone: {}", target);
    } catch (IOException e) {
      throw explained(e, target);
    }
  }

  @Override
  public void removeLeftovers(Location prefix, String namePrefix, Predicate<String> isOwn)
      throws IOException {
    walk(
        base(prefix),
        (name, file, attributes) -> {
          String fileName = String.valueOf(file.getFileName());
          String object = StagingName.objectName(fileName);
          String folder = name.substring(0, name.length() - fileName.length());
          if (object != null
              && (folder + object).startsWith(namePrefix)
              && isOwn.test(folder + object)) {
            removeIfAbandoned(file, attributes);
          }
        });
  }

  private void removeIfAbandoned(Path file, BasicFileAttributes attributes) {
    try {
      if (StagingName.isOfThisJvm(String.valueOf(file.getFileName()))) {
        // Not asked by way of the lock: closing a second handle on a file drops all locks this
        // process has on it. Written by
        // another sink of this JVM, it is left to that one.
        return;
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        if (isUnlocked(channel, attributes)) {
          disk.delete(file);
          LOG.info("removed what a crash left behind: {}", file);
        }
      }
    } catch (IOException e) {
      LOG.debug("could not remove {}", file, e);
    }
  }

  private boolean isUnlocked(FileChannel channel, BasicFileAttributes attributes) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException noLocks) {
      return attributes.lastModifiedTime().toInstant().isBefore(clock.instant().minus(ABANDONED));
    }
  }

  // Paths

  private static Path base(Location prefix) throws IOException {
    requireNonNull(prefix, "prefix");
    if (!prefix.scheme().equals("file")) {
      throw new IllegalArgumentException("not a local destination: " + prefix);
    }
    try {
      return Path.of(prefix.path()).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw Failures.unspeakable(e);
    }
  }

  private static Path target(ObjectKey key) throws IOException {
    Path base = base(key.prefix());
    try {
      Path target = base.resolve(key.name());
      Failures.checkLength(target);
      return target;
    } catch (InvalidPathException e) {
      throw Failures.unspeakable(e);
    }
  }

  private StagedFile stage(ObjectKey key, Path target) throws IOException {
    prepare(key, target);
    return StagedFile.open(disk, fsync, live, target);
  }

  /** Makes the target's directory, durably, and sees that the way to it stays below the prefix (DW5). */
  private void prepare(ObjectKey key, Path target) throws IOException {
    Path directory = base(key.prefix());
    makeDirectories(directory);
    Path names = directory.relativize(target);
    for (int i = 0; i < names.getNameCount() - 1; i++) {
      directory = directory.resolve(names.getName(i));
      if (Files.isSymbolicLink(directory)) {
        throw Failures.unsafe(directory);
      }
      makeDirectories(directory);
    }
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw Failures.isDirectory(target);
    }
  }

  private void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Failures.checkLength(directory);
    Path parent = directory.getParent();
    if (parent == null || Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.isDirectory(directory)) {
        return; // a parallel slice made it since the first look
      }
      throw Failures.notDirectory(directory);
    }
    makeDirectories(parent);
    try {
      disk.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw Failures.notDirectory(directory);
      }
    }
    forceDirectoryOf(directory);
  }

  private void forceDirectoryOf(Path file) throws IOException {
    Path directory = file.getParent();
    if (fsync && directory != null) {
      disk.forceDirectory(directory);
    }
  }

  /** Whether there is a plain file that no link below the prefix leads to. */
  private static boolean isObject(ObjectKey key, Path target) throws IOException {
    Path directory = base(key.prefix());
    Path names = directory.relativize(target);
    for (int i = 0; i < names.getNameCount() - 1; i++) {
      directory = directory.resolve(names.getName(i));
      if (Files.isSymbolicLink(directory)) {
        throw Failures.unsafe(directory);
      }
    }
    return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
  }

  StoredObject stored(ObjectKey key, Path target) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new StoredObject(
        key, attributes.size(), null, attributes.lastModifiedTime().toInstant());
  }

  static void checkSize(ObjectKey key, Checksums checksums, long size)
      throws ChecksumMismatchException {
    if (size != checksums.size()) {
      throw new ChecksumMismatchException(
          key, "of " + checksums.size() + " bytes", "of " + size + " bytes");
    }
  }

  IOException explained(IOException e, Path path) {
    return failures.explained(e, path);
  }

  private interface Visitor {
    void visit(String name, Path file, BasicFileAttributes attributes);
  }

  private void walk(Path base, Visitor visitor) throws IOException {
    if (!Files.exists(base)) {
      return;
    }
    if (!Files.isDirectory(base)) {
      throw Failures.notDirectory(base);
    }
    try {
      Path root = base.toRealPath();
      Path unused =
          Files.walkFileTree(
              root,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                  if (attributes.isRegularFile()) {
                    Path name = root.relativize(file);
                    String separator = name.getFileSystem().getSeparator();
                    visitor.visit(name.toString().replace(separator, "/"), file, attributes);
                  }
                  return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e)
                    throws IOException {
                  if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // Gone since its directory was read.
                  }
                  throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                    Path directory, java.io.@org.jspecify.annotations.Nullable IOException e)
                    throws IOException {
                  return e == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, e);
                }
              });
    } catch (IOException e) {
      throw explained(e, base);
    }
  }
}
