package dev.rivet.it.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server that knows no COPY: the statement's first word is misspelt on its way to the real one, which refuses it as a server without
 * COPY would.
 */
public final class NoCopyProxy implements AutoCloseable {
  private static final byte[] COPY = "COPY (".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final int target;
  private final AtomicInteger refusals = new AtomicInteger();

  private NoCopyProxy(ServerSocket listener, int target) {
    this.listener = listener;
    this.target = target;
  }

  /** In front of the server at a port of this machine. */
  public static NoCopyProxy before(int port) throws IOException {
    NoCopyProxy proxy =
        new NoCopyProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(proxy::accept);
    return proxy;
  }

  /** Connections through it. */
  public DataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(
        "jdbc:postgresql://127.0.0.1:"
            + listener.getLocalPort()
            + "/"
            + database
            + "?user=postgres&sslmode=disable&gssEncMode=disable");
    return source;
  }

  /** How often COPY was asked for. */
  public int refusals() {
    return refusals.get();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "no-copy-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(() -> pump(client, server, true));
        start(() -> pump(server, client, false));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pump(Socket from, Socket to, boolean misspell) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (misspell) {
          misspell(buffer, n);
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // one side has gone; both are closed
    }
  }

  private void misspell(byte[] buffer, int length) {
    for (int i = 0; i + COPY.length <= length; i++) {
      int k = 0;
      while (k < COPY.length && buffer[i + k] == COPY[k]) {
        k++;
      }
      if (k == COPY.length) {
        buffer[i] = 'X';
        refusals.incrementAndGet();
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
