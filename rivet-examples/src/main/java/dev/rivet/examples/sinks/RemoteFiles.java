package dev.rivet.examples.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an SFTP client offers; a few lines over sshj or Apache MINA implement it. Paths are absolute. */
public interface RemoteFiles {
  /** A file of the server. */
  record Entry(String path, long size, Instant modified) {}

  /** Writes a new file; what is there is overwritten. */
  OutputStream write(String path) throws IOException;

  /** Reads from an offset. Throws NoSuchFileException if there is no such file. */
  InputStream read(String path, long offset) throws IOException;

  /** SSH_FXP_RENAME: throws FileAlreadyExistsException if the target exists. */
  void rename(String from, String to) throws IOException;

  /** posix-rename@openssh.com: replaces the target. */
  void replace(String from, String to) throws IOException;

  /** Removes a file, if it is there. */
  void remove(String path) throws IOException;

  /** Makes a directory with its parents. */
  void makeDirectories(String path) throws IOException;

  /** A file, if it is there. */
  Optional<Entry> stat(String path) throws IOException;

  /** All files below a directory, which may be missing. */
  List<Entry> filesBelow(String directory) throws IOException;

  /** The server's clock. */
  Instant now() throws IOException;
}
