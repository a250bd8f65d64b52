package dev.rivet.sink.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivet.error.ErrorCode;
import dev.rivet.internal.hash.ByteChecksums;
import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.PutMode;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.spi.sink.StoredObject;
import dev.rivet.spi.sink.Upload;
import dev.rivet.unit.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special to file systems: the order of what reaches the disk, names, links, and disks that refuse. */
class LocalSinkDiskTest {
  @TempDir Path dir;

  private Path out;
  private Location prefix;
  private final RecordingDisk disk = new RecordingDisk();
  private LocalSink sink;

  @BeforeEach
  void make() throws IOException {
    out = Files.createDirectory(dir.resolve("out"));
    prefix = Location.of(out);
    sink = new LocalSink(disk, true, Clock.systemUTC());
  }

  /** A real disk that writes down what is asked of it, with names of unfinished files shortened. */
  private class RecordingDisk extends Disk {
    final List<String> steps = new ArrayList<>();

    private void step(String what, Path... files) {
      StringBuilder text = new StringBuilder(what);
      for (Path file : files) {
        text.append(' ')
            .append(dir.relativize(file).toString().replaceAll("[0-9a-f]{24}\\.tmp", "~"));
      }
      steps.add(text.toString());
    }

    @Override
    FileChannel create(Path file) throws IOException {
      step("create", file);
      return super.create(file);
    }

    @Override
    void write(FileChannel channel, ByteBuffer bytes) throws IOException {
      step("write");
      super.write(channel, bytes);
    }

    @Override
    void force(FileChannel channel) throws IOException {
      step("force");
      super.force(channel);
    }

    @Override
    void forceDirectory(Path directory) throws IOException {
      step("forceDirectory", directory);
      super.forceDirectory(directory);
    }

    @Override
    void createDirectory(Path directory) throws IOException {
      step("createDirectory", directory);
      super.createDirectory(directory);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
      step("rename", from, to);
      super.rename(from, to);
    }

    @Override
    void link(Path from, Path to) throws IOException {
      step("link", from, to);
      super.link(from, to);
    }

    @Override
    void delete(Path file) throws IOException {
      step("delete", file);
      super.delete(file);
    }
  }

  private ObjectKey key(String name) {
    return new ObjectKey(prefix, name);
  }

  private static Checksums checksums(byte[] bytes) {
    return ByteChecksums.of(bytes, Set.of());
  }

  private static void write(Upload upload, String text) throws IOException {
    assertThat(upload.channel().write(ByteBuffer.wrap(text.getBytes(UTF_8))))
        .isEqualTo(text.length());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
          .map(p -> dir.relativize(p).toString().replaceAll("[0-9a-f]{24}\\.tmp", "~"))
          .sorted()
          .toList();
    }
  }

  /** DW2. */
  @Test
  void forcesFileAndDirectory() throws IOException {
    try (Upload upload = sink.begin(key("a/x.bin"))) {
      write(upload, "text");
      StoredObject stored = upload.commit(checksums("text".getBytes(UTF_8)));
      assertThat(stored.size()).isEqualTo(4);
    }
    assertThat(disk.steps)
        .containsExactly(
            "createDirectory out/a",
            "forceDirectory out",
            "create out/a/.x.bin.~",
            "write",
            "force",
            "rename out/a/.x.bin.~ out/a/x.bin",
            "forceDirectory out/a");
  }

  @Test
  void forcesFilesThatAreHandedOverAndControlObjects() throws IOException {
    Path finished = Files.writeString(dir.resolve("finished"), "text");
    StoredObject part = sink.put(key("x.bin"), finished, checksums("text".getBytes(UTF_8)));
    assertThat(part.size()).isEqualTo(4);
    assertThat(disk.steps)
        .containsExactly(
            "create out/.x.bin.~",
            "write",
            "force",
            "rename out/.x.bin.~ out/x.bin",
            "forceDirectory out");
    disk.steps.clear();
    StoredObject created = sink.put(key("m.json"), new byte[2], PutMode.CREATE);
    assertThat(created.size()).isEqualTo(2);
    assertThat(disk.steps)
        .containsExactly(
            "create out/.m.json.~",
            "write",
            "force",
            "link out/.m.json.~ out/m.json",
            "forceDirectory out",
            "delete out/.m.json.~");
  }

  @Test
  void movesAndDeletesAreDurableToo() throws IOException {
    StoredObject unused = sink.put(key("x"), new byte[1], PutMode.REPLACE);
    disk.steps.clear();
    sink.move(key("x"), key("q/x"));
    assertThat(disk.steps)
        .containsExactly(
            "createDirectory out/q",
            "forceDirectory out",
            "rename out/x out/q/x",
            "forceDirectory out/q",
            "forceDirectory out");
    disk.steps.clear();
    sink.delete(key("q/x"));
    assertThat(disk.steps).containsExactly("delete out/q/x", "forceDirectory out/q");
  }

  @Test
  void withoutFsyncNothingIsForced() throws IOException {
    StoredObject unused = sink.withoutFsync().put(key("a/x"), new byte[1], PutMode.REPLACE);
    assertThat(disk.steps)
        .containsExactly(
            "createDirectory out/a", "create out/a/.x.~", "write", "rename out/a/.x.~ out/a/x");
  }

  @Test
  void withoutHardLinksCreateStillRefusesWhatExists() throws IOException {
    LocalSink noLinks =
        new LocalSink(
            new Disk() {
              @Override
              void link(Path from, Path to) {
                throw new UnsupportedOperationException();
              }
            },
            true,
            Clock.systemUTC());
    assertThat(noLinks.put(key("m"), "1".getBytes(UTF_8), PutMode.CREATE).size()).isEqualTo(1);
    assertThatThrownBy(() -> noLinks.put(key("m"), "22".getBytes(UTF_8), PutMode.CREATE))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    assertThat(Files.readString(out.resolve("m"))).isEqualTo("1");
    assertThat(files()).containsExactly("out/m");
  }

  @Test
  void unfinishedFilesLieBesideTheirTargetAndAreNotListed() throws IOException {
    try (Upload upload = sink.begin(key("sub/x.parquet"))) {
      write(upload, "half");
      assertThat(files()).containsExactly("out/sub/.x.parquet.~");
      assertThat(sink.list(prefix)).isEmpty();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void namesTooLongForUnfinishedFilesAreCut() throws IOException {
    String longest = "é".repeat(120) + ".parquet12345".substring(0, 13);
    assertThat(longest.getBytes(UTF_8)).hasSize(253);
    StoredObject unused = sink.put(key(longest), new byte[1], PutMode.REPLACE);
    assertThat(Files.exists(out.resolve(longest))).isTrue();
    assertRefused(
        ErrorCode.SINK_PERMISSION,
        () -> sink.put(key("x".repeat(256)), new byte[1], PutMode.REPLACE));
  }

  /** DW5. */
  @Test
  void linksBelowTheDestinationAreNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("secret"), "text");
    Files.createSymbolicLink(out.resolve("link"), elsewhere);
    Files.createSymbolicLink(out.resolve("file"), elsewhere.resolve("secret"));
    assertRefused(
        ErrorCode.SINK_PATH_UNSAFE, () -> sink.put(key("link/x"), new byte[1], PutMode.REPLACE));
    assertRefused(ErrorCode.SINK_PATH_UNSAFE, () -> sink.begin(key("link/x")));
    assertRefused(ErrorCode.SINK_PATH_UNSAFE, () -> sink.open(key("link/secret"), 0));
    assertRefused(ErrorCode.SINK_PATH_UNSAFE, () -> sink.delete(key("link/secret")));
    assertThat(sink.head(key("file"))).isEmpty();
    assertThat(sink.list(prefix)).isEmpty();
    StoredObject unused = sink.put(key("file"), "new".getBytes(UTF_8), PutMode.REPLACE);
    assertThat(Files.readString(elsewhere.resolve("secret"))).isEqualTo("text");
    assertThat(files()).containsExactly("elsewhere/secret", "out/file");
  }

  @Test
  void theDestinationItselfMayBeALink() throws IOException {
    Path real = Files.createDirectory(dir.resolve("real"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), real);
    ObjectKey key = new ObjectKey(Location.of(link), "a/x");
    assertThat(sink.put(key, new byte[3], PutMode.CREATE).size()).isEqualTo(3);
    assertThat(files()).containsExactly("real/a/x");
    assertThat(sink.list(Location.of(link))).hasSize(1);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void assertRefused(ErrorCode code, Step step) {
    IOException e = catchThrowableOfType(IOException.class, step::run);
    assertThat(e).isNotNull();
    SinkFailure verdict = sink.classify(e);
    assertThat(verdict.code()).as("%s", e).isEqualTo(code);
    assertThat(verdict.isTransient()).isFalse();
    assertThat(verdict.hint()).isNotBlank();
  }

  @Test
  void aFileWhereADirectoryHasToBe() throws IOException {
    Files.writeString(out.resolve("a"), "text");
    assertRefused(
        ErrorCode.SINK_PERMISSION, () -> sink.put(key("a/x"), new byte[1], PutMode.REPLACE));
    Files.createDirectory(out.resolve("d"));
    assertRefused(
        ErrorCode.SINK_PERMISSION, () -> sink.put(key("d"), new byte[1], PutMode.REPLACE));
    assertThat(files()).containsExactly("out/a");
  }

  @Test
  void anUnwritableDirectory() throws IOException {
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeTrue(!Files.isWritable(out), "this user may write everywhere");
      assertRefused(
          ErrorCode.SINK_PERMISSION, () -> sink.put(key("x"), new byte[1], PutMode.REPLACE));
    } finally {
      Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** The same for whoever may write everywhere: what the system would say to others. */
  @Test
  void permissionDenied() throws IOException {
    LocalSink denied =
        new LocalSink(
            new Disk() {
              @Override
              FileChannel create(Path file) throws IOException {
                throw new AccessDeniedException(file.toString());
              }
            },
            true,
            Clock.systemUTC());
    assertRefused(
        ErrorCode.SINK_PERMISSION, () -> denied.put(key("x"), new byte[1], PutMode.REPLACE));
    Throwable thrown = catchThrowable(() -> denied.begin(key("x")));
    assertThat(thrown).hasMessageContaining(out.resolve("x").toString());
    assertThat(denied.classify((IOException) thrown).hint()).contains(out.toString());
  }

  @Test
  void diskFullInTheMiddle() throws IOException {
    LocalSink full =
        new LocalSink(
            new Disk() {
              @Override
              void write(FileChannel channel, ByteBuffer bytes) throws IOException {
                if (channel.size() > 0) {
                  throw new IOException("No space left on device");
                }
                super.write(channel, bytes);
              }
            },
            true,
            Clock.systemUTC());
    try (Upload upload = full.begin(key("x"))) {
      write(upload, "first");
      assertRefused(ErrorCode.SINK_FULL, () -> write(upload, "second"));
    }
    assertThat(files()).isEmpty();
  }

  /** A real file system of 1 MiB, where this user may mount one. */
  @Test
  void aDiskThatIsReallyFull() throws Exception {
    Path small = Files.createDirectory(dir.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()),
        "this user cannot mount");
    try {
      ObjectKey key = new ObjectKey(Location.of(small), "x");
      byte[] tooMuch = new byte[2 << 20];
      assertRefused(ErrorCode.SINK_FULL, () -> sink.put(key, tooMuch, PutMode.REPLACE));
      try (Upload upload = sink.begin(key)) {
        assertRefused(
            ErrorCode.SINK_FULL,
            () -> {
              int unused = upload.channel().write(ByteBuffer.wrap(tooMuch));
            });
      }
      assertThat(files()).isEmpty();
      assertThat(sink.put(key, new byte[500_000], PutMode.REPLACE).size()).isEqualTo(500_000);
    } finally {
      assertThat(run("umount", small.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void otherFailuresOfTheDiskStayWhatTheyAre() {
    LocalSink broken =
        new LocalSink(
            new Disk() {
              @Override
              void force(FileChannel channel) throws IOException {
                throw new FileSystemException("x", null, "Input/output error");
              }
            },
            true,
            Clock.systemUTC());
    assertRefused(ErrorCode.SINK_FAILED, () -> broken.put(key("x"), new byte[1], PutMode.REPLACE));
    assertThat(catchThrowable(this::files)).isNull();
    assertThat(sinkFiles()).isEmpty();
  }

  private List<String> sinkFiles() {
    try {
      return files();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Written by a process that is no more: nobody holds a lock on it. */
  @Test
  void leftoversOfTheDeadAreRemovedAndNothingElse() throws IOException {
    String dead = ".orders_1.parquet.00112233445566778899aabb.tmp";
    String other = ".items_1.parquet.00112233445566778899aabb.tmp";
    String users = ".orders_1.parquet.tmp";
    for (String name : List.of(dead, other, users)) {
      Files.writeString(out.resolve(name), "half");
    }
    StoredObject unused = sink.put(key("orders_0.parquet"), new byte[1], PutMode.REPLACE);
    sink.removeLeftovers(prefix, "orders_", name -> true);
    try (Stream<Path> left = Files.list(out)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(other, users, "orders_0.parquet");
    }
  }

  /** Whatever the clock says, a lock is a lock. */
  @Test
  void aLiveWriterOfAnotherProcessIsLeftAlone() throws Exception {
    Path live = out.resolve(".orders_1.parquet.00112233445566778899aabb.tmp");
    Files.writeString(live, "half");
    Files.setLastModifiedTime(live, FileTime.from(Instant.now().minus(Duration.ofDays(400))));
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockingMain.class.getName(),
                live.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(writer.getInputStream().read()).isEqualTo('l');
      sink.removeLeftovers(prefix, "orders_", name -> true);
      assertThat(Files.exists(live)).isTrue();
    } finally {
      writer.destroyForcibly();
      writer.waitFor();
    }
    sink.removeLeftovers(prefix, "orders_", name -> true);
    assertThat(Files.exists(live)).isFalse();
  }

  /** Another process that writes. */
  static final class LockingMain {
    private LockingMain() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel channel =
          FileChannel.open(Path.of(args[0]), java.nio.file.StandardOpenOption.WRITE)) {
        var unused = channel.lock();
        System.out.print("l");
        System.out.flush();
        Thread.sleep(60_000); // the parent kills this process long before
      }
    }
  }
}
