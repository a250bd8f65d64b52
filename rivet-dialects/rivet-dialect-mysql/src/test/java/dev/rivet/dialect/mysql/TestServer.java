package dev.rivet.dialect.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;

/**
 * A real server for all tests of this JVM: MySQL 8.0, whose binaries come from a test artifact, or the MariaDB installed on this
 * machine. Where one cannot run, tests are aborted with the reason. Started at first use, stopped with the JVM.
 */
public final class TestServer {
  private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";
  private static final Lazy MYSQL = new Lazy(TestServer::startMySql);
  private static final Lazy MARIADB = new Lazy(TestServer::startMariaDb);

  private final String product;
  private final int port;
  private final String unavailable;

  private TestServer(String product, int port, String unavailable) {
    this.product = product;
    this.port = port;
    this.unavailable = unavailable;
  }

  /** MySQL 8.0, or the server at the port of system property {@code rivet.test.mysql.port}. */
  public static TestServer mysql() {
    return MYSQL.get();
  }

  /** MariaDB, if {@code mariadbd} is found. */
  public static TestServer mariaDb() {
    return MARIADB.get();
  }

  private static final class Lazy {
    private final Supplier<TestServer> start;
    private TestServer server;

    Lazy(Supplier<TestServer> start) {
      this.start = start;
    }

    synchronized TestServer get() {
      if (server == null) {
        server = start.get();
      }
      return server;
    }
  }

  private static TestServer missing(String product, String why) {
    return new TestServer(product, 0, product + " cannot run here: " + why);
  }

  private static TestServer startMySql() {
    String given = System.getProperty("rivet.test.mysql.port", "");
    if (!given.isEmpty()) {
      return new TestServer("MySQL", Integer.parseInt(given), "");
    }
    if (TestServer.class.getResource(ARCHIVE) == null
        || !System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return missing("MySQL", "its binaries are for Linux on amd64");
    }
    try {
      Path base = unpacked();
      String said = run(List.of(base.resolve("bin/mysqld").toString(), "--version"));
      if (!said.contains("Ver 8.0")) {
        return missing("MySQL", said.trim() + " (it needs libaio.so.1 and libnuma.so.1 of the OS)");
      }
      Path data = temporary("rivet-mysql-data");
      List<String> command =
          new ArrayList<>(
              List.of(
                  base.resolve("bin/mysqld").toString(),
                  "--no-defaults",
                  "--basedir=" + base,
                  "--datadir=" + data,
                  "--lc-messages-dir=" + base.resolve("share"),
                  "--innodb-flush-method=nosync",
                  "--innodb-doublewrite=0",
                  "--skip-log-bin",
                  "--mysqlx=OFF"));
      if (System.getProperty("user.name").equals("root")) {
        command.add("--user=root");
      }
      List<String> initialize = new ArrayList<>(command);
      initialize.add("--initialize-insecure");
      String log = run(initialize);
      if (!Files.exists(data.resolve("mysql.ibd"))) {
        throw new IllegalStateException(log);
      }
      command.add("--default-time-zone=-03:00"); // not ours, so that a leak shows
      command.add("--innodb-flush-log-at-trx-commit=0");
      command.add("--secure-file-priv=");
      command.add("--max-connections=60");
      return started("MySQL", command, data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestServer startMariaDb() {
    Path server = onPath("mariadbd");
    Path install = onPath("mariadb-install-db");
    if (server == null || install == null) {
      return missing("MariaDB", "there is no mariadbd on the path");
    }
    try {
      Path data = temporary("rivet-mariadb-data");
      String user = System.getProperty("user.name");
      String log =
          run(
              List.of(
                  install.toString(),
                  "--no-defaults",
                  "--user=" + user,
                  "--datadir=" + data,
                  "--auth-root-authentication-method=normal"));
      if (!Files.exists(data.resolve("ibdata1"))) {
        throw new IllegalStateException(log);
      }
      return started(
          "MariaDB",
          List.of(
              server.toString(),
              "--no-defaults",
              "--user=" + user,
              "--datadir=" + data,
              "--innodb-flush-log-at-trx-commit=0",
              "--default-time-zone=-03:00",
              "--max-connections=60"),
          data);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestServer started(String product, List<String> command, Path data)
      throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + data.resolve("s.sock"),
            "--pid-file=" + data.resolve("pid")));
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  process.destroyForcibly();
                  delete(data);
                  delete(log);
                }));
    TestServer server = new TestServer(product, port, "");
    for (int i = 0; i < 1200; i++) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      if (Files.readString(log).contains("ready for connections")) {
        server.execute(
            "ALTER DATABASE test CHARACTER SET utf8mb4",
            "CREATE USER 'reader'@'%' IDENTIFIED BY 'secret-canary'",
            "GRANT SELECT ON test.* TO 'reader'@'%'");
        return server;
      }
      pause();
    }
    throw new IllegalStateException(product + " did not start: " + Files.readString(log));
  }

  private static void pause() {
    try {
      Thread.sleep(50); // between two looks
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Unpacked once per machine; a half-unpacked folder never gets the final name. */
  private static Path unpacked() throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    Path base = temp.resolve("rivet-mysql-8.0.31-" + System.getProperty("user.name"));
    if (Files.exists(base.resolve("bin/mysqld"))) {
      return base;
    }
    Path fresh = Files.createTempDirectory(temp, "rivet-mysql-unpack");
    Process tar =
        new ProcessBuilder("tar", "-xzf", "-", "-C", fresh.toString())
            .redirectErrorStream(true)
            .start();
    try (InputStream in = TestServer.class.getResourceAsStream(ARCHIVE);
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    wait(tar);
    try {
      Files.move(fresh, base, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      delete(fresh); // another JVM was faster
    }
    return base;
  }

  private static Path temporary(String prefix) throws IOException {
    return Files.createTempDirectory(prefix);
  }

  private static void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      // what is left is in the temporary folder
    }
  }

  private static Path onPath(String program) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin").split(":", -1)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  private static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    wait(process);
    return said;
  }

  private static void wait(Process process) {
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Aborts the test, with the reason, where this server does not run. */
  public TestServer required() {
    Assumptions.assumeTrue(unavailable.isEmpty(), unavailable);
    return this;
  }

  /** Why it does not run, empty if it does. */
  public String unavailable() {
    return unavailable;
  }

  /** Where it listens, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Whether it is MariaDB. */
  public boolean isMariaDb() {
    return product.equals("MariaDB");
  }

  /** Through MySQL Connector/J, as root. */
  public DataSource connectorJ(String... parameters) {
    com.mysql.cj.jdbc.MysqlDataSource source = new com.mysql.cj.jdbc.MysqlDataSource();
    source.setUrl(url("jdbc:mysql", "test", parameters));
    source.setUser("root");
    source.setPassword("");
    return source;
  }

  /** Through MariaDB Connector/J, as root. */
  public DataSource mariaDbDriver(String... parameters) {
    try {
      org.mariadb.jdbc.MariaDbDataSource source = new org.mariadb.jdbc.MariaDbDataSource();
      source.setUrl(url("jdbc:mariadb", "test", parameters));
      source.setUser("root");
      source.setPassword("");
      return source;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A JDBC URL without user. */
  public String url(String scheme, String database, String... parameters) {
    List<String> all = new ArrayList<>(List.of(parameters));
    all.add("allowPublicKeyRetrieval=true");
    return scheme + "://127.0.0.1:" + port + "/" + database + "?" + String.join("&", all);
  }

  /** Runs statements in UTC, with every date allowed. */
  public void execute(String... statements) {
    com.mysql.cj.jdbc.MysqlDataSource source = new com.mysql.cj.jdbc.MysqlDataSource();
    source.setUrl(url("jdbc:mysql", ""));
    source.setUser("root");
    source.setPassword("");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET time_zone = '+00:00', sql_mode = 'ALLOW_INVALID_DATES'");
      statement.execute("CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4");
      statement.execute("USE test");
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row, as text. */
  public String query(String sql) {
    try (Connection connection = connectorJ().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return product;
  }
}
