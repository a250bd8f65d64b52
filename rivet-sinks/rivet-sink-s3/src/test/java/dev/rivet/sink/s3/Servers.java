package dev.rivet.sink.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** The stores at hand, each started once per JVM and stopped with it. */
final class Servers {
  private Servers() {}

  /** In this process, in memory. */
  static S3Server s3Proxy() {
    return Proxy.SERVER;
  }

  /** A real MinIO if there is one on the PATH; the test is reported as skipped if not. */
  static S3Server minio() {
    assumeTrue(Minio.SERVER.isPresent(), "no minio on the PATH");
    return Minio.SERVER.get();
  }

  /** Adobe's S3Mock in a process of its own: reports checksums and encryption, but is not to be trusted about atomicity. */
  static S3Server s3Mock() {
    return Mock.SERVER;
  }

  private static final class Mock {
    static final S3Server SERVER = start();

    private static S3Server start() {
      try {
        Path dir = Files.createTempDirectory("s3mock");
        int port = freePort();
        startProcess(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                Path.of("target", "servers", "s3mock.jar").toAbsolutePath().toString(),
                "--server.port=" + freePort(),
                "--com.adobe.testing.s3mock.http-port=" + port),
            Map.of(),
            dir);
        await(port);
        return new S3Server("s3mock", URI.create("http://127.0.0.1:" + port), "any", "any");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Proxy {
    static final S3Server SERVER = start();

    private static S3Server start() {
      try {
        S3Proxy proxy =
            S3Proxy.builder()
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "local-key", "local-secret")
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        proxy.start();
        return new S3Server(
            "s3proxy",
            URI.create("http://127.0.0.1:" + proxy.getPort()),
            "local-key",
            "local-secret");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Minio {
    static final Optional<S3Server> SERVER = start();

    private static Optional<S3Server> start() {
      return onPath("minio").map(Minio::start);
    }

    private static S3Server start(Path binary) {
      try {
        Path dir = Files.createTempDirectory("minio");
        int port = freePort();
        List<String> command =
            List.of(
                binary.toString(),
                "server",
                dir.resolve("data").toString(),
                "--quiet",
                "--address",
                "127.0.0.1:" + port);
        URI uri = URI.create("http://127.0.0.1:" + port);
        startProcess(
            command,
            Map.of("MINIO_ROOT_USER", "local-key", "MINIO_ROOT_PASSWORD", "local-secret"),
            dir);
        await(port);
        return new S3Server("minio", uri, "local-key", "local-secret");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static Optional<Path> onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(dir -> Path.of(dir, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static void startProcess(List<String> command, Map<String, String> environment, Path dir)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, dir)));
  }

  private static void stop(Process process, Path dir) {
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(dir)) {
      process.waitFor();
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void await(int port) throws IOException {
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.shutdownOutput();
        return;
      } catch (IOException e) {
        if (i == 600) {
          throw e;
        }
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
