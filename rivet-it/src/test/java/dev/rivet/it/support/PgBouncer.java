package dev.rivet.it.support;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** PgBouncer in transaction mode in front of the server of tests. Aborts the test where it is not installed. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final int port;
  private final String database;

  private PgBouncer(Process process, int port, String database) {
    this.process = process;
    this.port = port;
    this.database = database;
  }

  /**
   * Starts one.
   *
   * @param database name of the database
   * @param dir for its files
   * @param backends connections to the server
   */
  public static PgBouncer start(String database, Path dir, int backends)
      throws IOException, InterruptedException {
    assumeThat(isOnPath("pgbouncer")).as("pgbouncer is not on the PATH").isTrue();
    boolean root = System.getProperty("user.name").equals("root");
    assumeThat(!root || isOnPath("unshare")).as("pgbouncer refuses root").isTrue();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path users = Files.writeString(dir.resolve("users.txt"), "\"postgres\" \"\"\n");
    Path ini =
        Files.writeString(
            dir.resolve("pgbouncer.ini"),
            """
            [databases]
            %s = host=127.0.0.1 port=%d user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = transaction
            default_pool_size = %d
            min_pool_size = %d
            server_round_robin = 1
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(database, Postgres.port(), port, users, backends, backends));
    List<String> command = new ArrayList<>(root ? List.of("unshare", "-U") : List.of());
    command.addAll(List.of("pgbouncer", ini.toString()));
    Path log = dir.resolve("pgbouncer.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PgBouncer bouncer = new PgBouncer(process, port, database);
    bouncer.await(log);
    return bouncer;
  }

  private void await(Path log) throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive()) {
          break;
        }
        Thread.sleep(50); // between two looks
      }
    }
    throw new IOException(Files.readString(log));
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
        .anyMatch(d -> Files.isExecutable(Path.of(d, program)));
  }

  /** Connections through it. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres");
    return source;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    Process unused = process.destroyForcibly();
  }
}
