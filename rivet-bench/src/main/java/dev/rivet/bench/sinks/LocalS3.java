package dev.rivet.bench.sinks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server on this machine, in a process of its own, that writes to the same disk as the local sink. */
final class LocalS3 implements AutoCloseable {
  private final String name;
  private final Process process;
  private final int port;

  private LocalS3(String name, Process process, int port) {
    this.name = name;
    this.process = process;
    this.port = port;
  }

  /** MinIO if it is on the PATH, if wanted; else S3Proxy. */
  static LocalS3 start(Path data, boolean isMinioWanted) throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Optional<Path> minio = isMinioWanted ? onPath("minio") : Optional.empty();
    List<String> command =
        minio
            .map(
                binary ->
                    List.of(
                        binary.toString(),
                        "server",
                        data.toString(),
                        "--quiet",
                        "--address",
                        "127.0.0.1:" + port))
            .orElseGet(
                () ->
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalS3.class.getName(),
                        Integer.toString(port),
                        data.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("MINIO_ROOT_USER", "local-key");
    builder.environment().put("MINIO_ROOT_PASSWORD", "local-secret");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    LocalS3 server = new LocalS3(minio.isPresent() ? "minio" : "s3proxy", process, port);
    server.await();
    return server;
  }

  private static Optional<Path> onPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(dir -> Path.of(dir, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void await() throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.shutdownOutput();
        return;
      } catch (IOException e) {
        if (i == 300) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  String name() {
    return name;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** CPU time that the server has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** S3Proxy over a directory, until killed. */
  public static void main(String[] args) throws Exception {
    S3Proxy proxy =
        S3Proxy.builder()
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "local-key", "local-secret")
            .blobStore(
                new FilesystemNio2BlobStore(Files.createDirectories(Path.of(args[1])).toString()))
            .endpoint(URI.create("http://127.0.0.1:" + args[0]))
            .build();
    proxy.start();
    Thread.currentThread().join();
  }
}
