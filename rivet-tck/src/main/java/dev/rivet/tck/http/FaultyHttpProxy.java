package dev.rivet.tck.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import dev.rivet.tck.http.Message.Header;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP/1.1 proxy in front of a real server, on a free port of the loopback address, that lets a test decide about each
 * request: pass it on, answer it, delay it, cut it, change its answer. Requests are passed on as they came, {@code Host} included,
 * so that signatures stay valid. Thread-safe.
 */
public final class FaultyHttpProxy implements AutoCloseable {
  /** Decides about each request. Called by several threads. */
  @FunctionalInterface
  public interface Script {
    /** What to do. */
    Reaction to(Request request);
  }

  private final URI target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile Script script = request -> Reaction.pass();

  private FaultyHttpProxy(URI target) throws IOException {
    this.target = requireNonNull(target, "target");
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  }

  /** Starts one that passes everything on until told otherwise. */
  public static FaultyHttpProxy before(URI target) {
    try {
      FaultyHttpProxy proxy = new FaultyHttpProxy(target);
      proxy.thread(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect. */
  public URI uri() {
    return URI.create(
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
  }

  /** From now on. */
  public void script(Script next) {
    script = requireNonNull(next, "next");
  }

  /** All requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Breaks all connections. */
  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void thread(Runnable work) {
    Thread thread = new Thread(work, "faulty-http-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        thread(() -> serve(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket client) {
    Socket upstream = null;
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      upstream = new Socket(target.getHost(), target.getPort());
      open.add(upstream);
      InputStream answers = new BufferedInputStream(upstream.getInputStream());
      boolean isMore = true;
      while (isMore) {
        isMore = exchange(in, client.getOutputStream(), answers, upstream.getOutputStream());
      }
    } catch (IOException e) {
      // One of the two hung up: so does the other.
    } finally {
      close(upstream);
      open.remove(client);
    }
  }

  private void close(@Nullable Socket socket) {
    if (socket != null) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }

  /** One request and its answer; false if the connection is to be closed. */
  private boolean exchange(InputStream in, OutputStream out, InputStream answers, OutputStream up)
      throws IOException {
    Message head = Message.readHead(in);
    if (head == null) {
      return false;
    }
    if (!head.header("expect").isEmpty()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    Message request = head.without("expect").readBody(in, false);
    String[] words = request.startLine().split(" ", 3);
    Request seen =
        new Request(
            count.incrementAndGet(),
            words[0],
            words[1],
            request.headerMap(),
            request.body().length);
    requests.add(seen);
    Reaction reaction = script.to(seen);
    if (!reaction.delay.isZero()) {
      sleep(reaction);
    }
    Message answer = null;
    switch (reaction.forward) {
      case NOTHING -> {}
      case HALF -> {
        request.write(up, request.body().length / 2);
        return false;
      }
      case ALL -> {
        Message sent =
            new Message(
                request.startLine(), request.headers(), reaction.request.apply(request.body()));
        sent.write(up, sent.body().length);
        answer = answer(answers, words[0]);
      }
    }
    return reaction.isAnswered && reply(reaction, answer, words[0], out);
  }

  private static void sleep(Reaction reaction) throws IOException {
    try {
      Thread.sleep(reaction.delay.toMillis());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Message answer(InputStream answers, String method) throws IOException {
    Message head = Message.readHead(answers);
    while (head != null && head.status() == 100) {
      head = Message.readHead(answers);
    }
    if (head == null) {
      throw new IOException("no answer");
    }
    boolean isEmpty = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
    return isEmpty ? head : head.readBody(answers, true);
  }

  private static boolean reply(
      Reaction reaction, @Nullable Message real, String method, OutputStream out)
      throws IOException {
    Reaction.Answer made = reaction.answer;
    Message answer;
    if (made != null) {
      List<Header> headers = new ArrayList<>();
      made.headers().forEach((name, value) -> headers.add(new Header(name, value)));
      answer =
          new Message("HTTP/1.1 " + made.status() + " Made-Up", headers, new byte[0])
              .withBody(method.equals("HEAD") ? new byte[0] : made.body());
    } else {
      answer = edited(reaction, requireNonNull(real, "real"));
    }
    if (reaction.isAnswerCut) {
      answer.write(out, answer.body().length / 2);
      return false;
    }
    answer.write(out, answer.body().length);
    return !answer.header("connection").equalsIgnoreCase("close");
  }

  private static Message edited(Reaction reaction, Message real) {
    List<Header> headers =
        real.headers().stream()
            .map(
                h ->
                    new Header(
                        h.name(),
                        reaction.header.apply(h.name().toLowerCase(Locale.ROOT), h.value())))
            .toList();
    Message answer = real.withHeaders(headers);
    byte[] body = reaction.body.apply(real.body());
    return body == real.body() ? answer : answer.withBody(body);
  }
}
