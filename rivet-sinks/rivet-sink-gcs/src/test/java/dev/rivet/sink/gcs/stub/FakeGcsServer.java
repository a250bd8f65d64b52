package dev.rivet.sink.gcs.stub;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The emulator fake-gcs-server, if it is on the PATH: one per JVM, stopped with it. A test that asks for it elsewhere is reported as
 * skipped, with the reason.
 */
public final class FakeGcsServer {
  private FakeGcsServer() {}

  /** Where it listens; aborts the test if there is none. */
  public static URI uri() {
    Assumptions.assumeTrue(Holder.URI.isPresent(), "no fake-gcs-server on the PATH");
    return Holder.URI.get();
  }

  private static final class Holder {
    static final Optional<URI> URI = program().map(Holder::start);

    private static Optional<Path> program() {
      return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
          .map(dir -> Path.of(dir, "fake-gcs-server"))
          .filter(Files::isExecutable)
          .findFirst();
    }

    private static URI start(Path program) {
      try {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
          port = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        Path log = Files.createTempFile("fake-gcs-server", ".log");
        Process process =
            new ProcessBuilder(
                    program.toString(),
                    "-scheme",
                    "http",
                    "-host",
                    "127.0.0.1",
                    "-port",
                    Integer.toString(port),
                    "-backend",
                    "memory",
                    "-external-url",
                    url)
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
        await(port, process, log);
        return java.net.URI.create(url);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void await(int port, Process process, Path log) throws IOException {
      for (int i = 0; ; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          assert socket.isConnected();
          return;
        } catch (IOException e) {
          if (i == 300 || !process.isAlive()) {
            throw new IOException(Files.readString(log), e);
          }
        }
        try {
          Thread.sleep(100); // between two looks
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
