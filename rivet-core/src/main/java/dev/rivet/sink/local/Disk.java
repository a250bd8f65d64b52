package dev.rivet.sink.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/** Everything that changes the disk or asks how full it is, one call each. */
class Disk {

  FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  void force(FileChannel channel) throws IOException {
    channel.force(true);
  }

  /** Makes names in a directory durable. Does nothing where directories cannot be opened (Windows). */
  void forceDirectory(Path directory) throws IOException {
    if (!Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void createDirectory(Path directory) throws IOException {
    Path unused = Files.createDirectory(directory);
  }

  /** Replaces the target. */
  void rename(Path from, Path to) throws IOException {
    Path unused =
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Fails if the target exists. */
  void link(Path from, Path to) throws IOException {
    Path unused = Files.createLink(to, from);
  }

  void delete(Path file) throws IOException {
    boolean unused = Files.deleteIfExists(file);
  }

  long usableSpace(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  boolean isReadOnly(Path directory) throws IOException {
    FileStore store = Files.getFileStore(directory);
    return store.isReadOnly();
  }
}
