package dev.rivet.sink.local;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ChecksumMismatchException;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StaleVersionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What failures of a file system mean. */
final class Failures {
  /** A disk with less room than this is full, if an operation on it fails. */
  private static final long FULL = 1 << 20;

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 4095;

  private final Disk disk;

  Failures(Disk disk) {
    this.disk = disk;
  }

  static SinkFailure permanent(ErrorCode code, String hint) {
    return new SinkFailure(code, false, Duration.ZERO, hint);
  }

  static LocalSinkException unsafe(Path link) {
    return new LocalSinkException(
        "'" + link + "' is a symbolic link below the destination",
        permanent(
            ErrorCode.SINK_PATH_UNSAFE,
            "Links below the destination are not followed, because they may lead out of it; make it"
                + " a directory, or make the destination itself the link."),
        null);
  }

  static LocalSinkException notDirectory(Path file) {
    return new LocalSinkException(
        "'" + file + "' is not a directory",
        permanent(
            ErrorCode.SINK_PERMISSION,
            "A file is where a directory has to be; choose another destination or remove it."),
        null);
  }

  static LocalSinkException isDirectory(Path directory) {
    return new LocalSinkException(
        "'" + directory + "' is a directory",
        permanent(
            ErrorCode.SINK_PERMISSION,
            "A directory is where a file has to be; choose another destination or remove it."),
        null);
  }

  static LocalSinkException unspeakable(InvalidPathException e) {
    return new LocalSinkException(
        "this Java runtime cannot spell a file name: " + e.getReason(),
        permanent(
            ErrorCode.SINK_PERMISSION,
            "Use plain letters in export name and destination, or start the JVM in a UTF-8 locale,"
                + " for example LC_ALL=C.UTF-8."),
        e);
  }

  /** Refuses names that common file systems refuse, before a part is written under another name and lost at the last step. */
  static void checkLength(Path path) throws LocalSinkException {
    for (Path part : path) {
      int length = part.toString().getBytes(StandardCharsets.UTF_8).length;
      if (length > LONGEST_NAME) {
        throw tooLong(
            "a name of "
                + length
                + " bytes in '"
                + path
                + "'; at most "
                + LONGEST_NAME
                + " are allowed");
      }
    }
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw tooLong("a path of " + length + " bytes; at most " + LONGEST_PATH + " are allowed");
    }
  }

  private static LocalSinkException tooLong(String what) {
    return new LocalSinkException(
        what,
        permanent(ErrorCode.SINK_PERMISSION, "Shorten the destination or the export's name."),
        null);
  }

  /** The failure with its meaning, as far as it can be found out. Types that callers rely on stay as they are. */
  IOException explained(IOException e, Path path) {
    if (e instanceof LocalSinkException
        || e instanceof FileAlreadyExistsException
        || e instanceof NoSuchFileException
        || e instanceof ChecksumMismatchException
        || e instanceof StaleVersionException
        || e instanceof ClosedByInterruptException
        || e instanceof InterruptedIOException) {
      return e;
    }
    Path directory = existing(path);
    if (e instanceof AccessDeniedException || isReadOnly(directory)) {
      return new LocalSinkException(
          "no permission to write '" + path + "'",
          permanent(
              ErrorCode.SINK_PERMISSION,
              "Give this process's user the right to write and search in "
                  + directory
                  + ", and see that it is not mounted read-only."),
          e);
    }
    if (isFull(e, directory)) {
      return new LocalSinkException(
          "no space left for '" + path + "'",
          permanent(
              ErrorCode.SINK_FULL,
              "Free space, inodes or quota for " + directory + "; the same plan then continues."),
          e);
    }
    return e;
  }

  private boolean isReadOnly(@Nullable Path directory) {
    try {
      return directory != null && disk.isReadOnly(directory);
    } catch (IOException unknown) {
      return false;
    }
  }

  private boolean isFull(IOException e, @Nullable Path directory) {
    try {
      if (directory != null && disk.usableSpace(directory) < FULL) {
        return true;
      }
    } catch (IOException unknown) {
      // The text below is what is left.
    }
    // Quotas and inodes do not show as missing space, and Java hides the error number: only here
    // the system's own text decides.
    String text = String.valueOf(e.getMessage());
    return List.of(
            "No space left on device",
            "Disk quota exceeded",
            "There is not enough space on the disk")
        .stream()
        .anyMatch(text::contains);
  }

  private static @Nullable Path existing(Path path) {
    Path p = path;
    while (p != null && !Files.isDirectory(p)) {
      p = p.getParent();
    }
    return p;
  }

  static SinkFailure classify(IOException e) {
    if (e instanceof LocalSinkException known) {
      return known.verdict();
    }
    if (e instanceof ChecksumMismatchException) {
      return new SinkFailure(
          ErrorCode.SINK_CHECKSUM_MISMATCH,
          true,
          Duration.ZERO,
          "Write the part again; if it happens again, check memory and disk.");
    }
    if (e instanceof AccessDeniedException) {
      return permanent(
          ErrorCode.SINK_PERMISSION, "Give this process's user the right to write there.");
    }
    if (e instanceof FileAlreadyExistsException) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "Another writer created it first; see who else exports to this destination.");
    }
    if (e instanceof NoSuchFileException) {
      return permanent(
          ErrorCode.SINK_FAILED,
          "The file is gone; see who else removes files from this destination.");
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return permanent(
          ErrorCode.SINK_FAILED, "The thread was interrupted; apply the same plan again.");
    }
    return permanent(
        ErrorCode.SINK_FAILED,
        "See the system's message, and its log for a failing disk or a lost mount.");
  }
}
