package dev.rivet.examples.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory that plays the server. */
public final class DirectoryRemote implements RemoteFiles {
  private final Path root;

  /** Over a directory. */
  public DirectoryRemote(Path root) {
    this.root = root;
  }

  private Path local(String path) {
    return root.resolve(path.substring(1));
  }

  @Override
  public OutputStream write(String path) throws IOException {
    return Files.newOutputStream(local(path));
  }

  @Override
  public InputStream read(String path, long offset) throws IOException {
    if (!Files.isRegularFile(local(path))) {
      throw new NoSuchFileException(path);
    }
    InputStream in = Files.newInputStream(local(path));
    in.skipNBytes(offset);
    return in;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    // What OpenSSH does too: a link fails if the target exists, a rename would not.
    Files.createLink(local(to), local(from));
    Files.delete(local(from));
  }

  @Override
  public void replace(String from, String to) throws IOException {
    Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void remove(String path) throws IOException {
    if (Files.isRegularFile(local(path), LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(local(path));
    }
  }

  @Override
  public void makeDirectories(String path) throws IOException {
    Files.createDirectories(local(path));
  }

  @Override
  public Optional<Entry> stat(String path) throws IOException {
    return Files.isRegularFile(local(path)) ? Optional.of(entry(local(path))) : Optional.empty();
  }

  private Entry entry(Path file) throws IOException {
    return new Entry(
        "/" + root.relativize(file).toString().replace('\\', '/'),
        Files.size(file),
        Files.getLastModifiedTime(file).toInstant());
  }

  @Override
  public List<Entry> filesBelow(String directory) throws IOException {
    if (!Files.isDirectory(local(directory))) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(local(directory))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.add(entry(file));
      }
    }
    return entries;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}
