package dev.rivet.dialect.sqlserver.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Accepts connections on a free port and answers every statement with what a function says. Thread-safe. */
public final class TdsServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Function<Request, @Nullable Result> backend;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  /**
   * A statement as it came.
   *
   * @param sql its text
   * @param parameters values, in order
   */
  public record Request(String sql, List<@Nullable Object> parameters) {}

  /**
   * A column of a result.
   *
   * @param name its name
   * @param type its type in SQL, such as {@code decimal(38,10)}
   */
  public record Column(String name, String type) {}

  /**
   * Rows of a result; values as Java has them.
   *
   * @param columns its columns
   * @param rows its rows, asked for as they are sent
   */
  public record Result(List<Column> columns, Iterator<Object[]> rows) {
    /** A result with all its rows known. */
    public static Result of(List<Column> columns, Object[]... rows) {
      return new Result(columns, List.of(rows).iterator());
    }
  }

  /** An error the server answers with. */
  public static final class SqlError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int number;

    /** With its number. */
    public SqlError(int number, String message) {
      super(message);
      this.number = number;
    }
  }

  private TdsServer(ServerSocket socket, Function<Request, @Nullable Result> backend) {
    this.socket = socket;
    this.backend = backend;
    Thread acceptor = new Thread(this::accept, "tds-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Without TLS. */
  public static TdsServer plain(Function<Request, @Nullable Result> backend) throws IOException {
    return new TdsServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), backend);
  }

  /** TDS 8.0: TLS from the first byte. */
  public static TdsServer strict(SSLContext tls, Function<Request, @Nullable Result> backend)
      throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"tds/8.0"});
    socket.setSSLParameters(parameters);
    return new TdsServer(socket, backend);
  }

  private void accept() {
    while (true) {
      try {
        Socket client = socket.accept();
        Thread thread =
            new Thread(
                () -> {
                  try (client) {
                    if (client instanceof SSLSocket tls) {
                      tls.startHandshake();
                    }
                    new TdsConnection(client, backend, log).run();
                  } catch (IOException e) {
                    log.add("connection ended: " + e.getClass().getSimpleName());
                  }
                },
                "tds-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  /** Statements that came, and what else happened, in order. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
