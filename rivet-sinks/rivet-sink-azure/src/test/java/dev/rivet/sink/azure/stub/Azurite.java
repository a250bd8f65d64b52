package dev.rivet.sink.azure.stub;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Microsoft's emulator, one per JVM, stopped with it: {@code azurite-blob} of the PATH, or what npm brings into a directory that
 * outlives the build. A test that asks for it where neither is possible is reported as skipped, with the reason.
 */
public final class Azurite {
  private static final String VERSION = "3.37.0";
  private static final Path INSTALLED =
      Path.of(System.getProperty("java.io.tmpdir"), "rivet-azurite-" + VERSION);
  private static final int INSTALL_MINUTES = 4;

  private final @Nullable URI uri;
  private final String reason;

  private Azurite(@Nullable URI uri, String reason) {
    this.uri = uri;
    this.reason = reason;
  }

  /** Where it listens, without the account; aborts the test if it does not. */
  public static URI uri() {
    Azurite azurite = Holder.AZURITE;
    Assumptions.assumeTrue(azurite.uri != null, azurite.reason);
    return azurite.uri;
  }

  private static final class Holder {
    static final Azurite AZURITE = start();

    private static Azurite start() {
      try {
        Optional<Path> program = onPath("azurite-blob");
        if (program.isEmpty()) {
          if (onPath("node").isEmpty() || onPath("npm").isEmpty()) {
            return new Azurite(null, "neither azurite-blob nor node and npm on the PATH");
          }
          program = installed();
        }
        return program.isPresent()
            ? new Azurite(run(program.get()), "")
            : new Azurite(null, "npm could not bring azurite " + VERSION);
      } catch (IOException e) {
        return new Azurite(null, "azurite did not start: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Azurite(null, "interrupted");
      }
    }
  }

  private static Optional<Path> onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(dir -> Path.of(dir, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** One installation for all builds; of several that want it at once, one does it. */
  private static Optional<Path> installed() throws IOException, InterruptedException {
    Path program = INSTALLED.resolve(Path.of("node_modules", ".bin", "azurite-blob"));
    Path done = INSTALLED.resolve("done");
    Files.createDirectories(INSTALLED);
    try (FileChannel channel =
            FileChannel.open(
                INSTALLED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!Files.exists(done)) {
        Process npm =
            new ProcessBuilder(
                    "npm",
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline",
                    "--prefix",
                    INSTALLED.toString(),
                    "azurite@" + VERSION)
                .redirectErrorStream(true)
                .redirectOutput(INSTALLED.resolve("log").toFile())
                .start();
        boolean isOver = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
        npm.destroyForcibly();
        if (!isOver || npm.exitValue() != 0) {
          return Optional.empty();
        }
        Files.createFile(done);
      }
      return lock.isValid() ? Optional.of(program) : Optional.empty();
    }
  }

  private static URI run(Path program) throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path log = Files.createTempFile("azurite", ".log");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--blobHost",
                    "127.0.0.1",
                    "--blobPort",
                    Integer.toString(port),
                    "--inMemoryPersistence",
                    "--disableTelemetry",
                    "--skipApiVersionCheck"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.destroyForcibly();
                  log.toFile().delete();
                }));
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return URI.create("http://127.0.0.1:" + socket.getPort());
      } catch (IOException e) {
        if (i == 300 || !process.isAlive()) {
          throw new IOException(Files.readString(log), e);
        }
        Thread.sleep(100); // between two looks
      }
    }
  }
}
