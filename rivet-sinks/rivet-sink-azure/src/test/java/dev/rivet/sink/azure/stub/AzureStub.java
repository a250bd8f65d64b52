package dev.rivet.sink.azure.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivet.sink.azure.stub.Container.Blob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An Azure Blob Storage in this process, over real HTTP: block blobs in one request or in blocks, MD5, conditions, ranges, listing in
 * pages, copy, delete; signatures by account key are checked. The account is the emulators' well-known one.
 */
public final class AzureStub implements AutoCloseable {
  /** Name of the account. */
  public static final String ACCOUNT = "devstoreaccount1";

  /** Its key, which is public knowledge. */
  public static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private final Map<String, Container> containers = new ConcurrentHashMap<>();
  private final HttpServer http;
  private final ExecutorService threads;

  static {
    // Head and body leave this server in two writes: without it, each answer waits 40 ms for an
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private AzureStub() throws IOException {
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "azure-stub");
              thread.setDaemon(true);
              return thread;
            });
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /** On a free port of the loopback address, with the given containers. */
  public static AzureStub start(String... containers) {
    try {
      AzureStub stub = new AzureStub();
      for (String container : containers) {
        stub.containers.put(container, new Container());
      }
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, without the account. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** A header of a stored blob, empty if it has none. */
  public String setting(String container, String blob, String header) {
    return container(container).get(blob).settings().getOrDefault(header, "");
  }

  /** Forgets all blobs: they take the memory of this process. */
  public void clear() {
    containers.values().forEach(Container::clear);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private Container container(String name) {
    Container container = containers.get(name);
    if (container == null) {
      throw new StoreError(404, "ContainerNotFound");
    }
    return container;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = new Request(exchange);
      request.answerHeader("x-ms-version", request.header("x-ms-version"));
      request.answerHeader("x-ms-request-id", UUID.randomUUID().toString());
      try {
        SharedKey.check(request, ACCOUNT, KEY);
        route(request);
      } catch (StoreError e) {
        request.answerHeader("x-ms-error-code", e.code);
        request.answer(
            e.status,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
                + e.code
                + "</Code><Message>"
                + e.code
                + "</Message></Error>");
      } catch (RuntimeException e) {
        exchange.sendResponseHeaders(501, 0);
        exchange.getResponseBody().write(e.toString().getBytes(UTF_8));
      }
    }
  }

  private void route(Request request) throws IOException {
    Container container = container(request.container);
    if (request.blob.isEmpty()) {
      request.answer(
          200,
          container.list(
              request.container, request.parameter("prefix"), request.parameter("marker")));
    } else if (request.is("PUT", "block")) {
      checkMd5(request);
      container.stage(request.blob, request.parameter("blockid"), request.body);
      request.answerHeader("Content-MD5", md5(request.body));
      request.answer(201);
    } else if (request.method.equals("PUT")) {
      put(request, container);
    } else if (request.method.equals("DELETE")) {
      container.delete(request.blob, request.header("If-Match"));
      request.answer(202);
    } else {
      read(request, container.get(request.blob));
    }
  }

  private void put(Request request, Container container) throws IOException {
    String ifNoneMatch = request.header("If-None-Match");
    String ifMatch = request.header("If-Match");
    String source = request.header("x-ms-copy-source");
    Blob blob;
    if (source != null) {
      String[] path = URI.create(source).getRawPath().substring(1).split("/", 3);
      Blob copied = container(path[1]).get(Request.decoded(path[2]));
      Map<String, String> settings = new TreeMap<>(copied.settings());
      settings.put("x-ms-copy-id", UUID.randomUUID().toString());
      settings.put("x-ms-copy-status", "success");
      settings.put("x-ms-copy-source", source);
      settings.forEach(
          (name, value) -> {
            if (name.startsWith("x-ms-copy-")) {
              request.answerHeader(name, value);
            }
          });
      blob =
          container.put(
              request.blob, copied.data(), copied.blocks(), ifNoneMatch, ifMatch, settings);
    } else if (request.parameter("comp").equals("blocklist")) {
      checkMd5(request);
      blob =
          container.commit(
              request.blob,
              request.body,
              ifNoneMatch,
              ifMatch,
              settings(request, request.header("x-ms-blob-content-md5")));
    } else {
      checkMd5(request);
      blob =
          container.put(
              request.blob,
              request.body,
              Map.of(),
              ifNoneMatch,
              ifMatch,
              settings(request, md5(request.body)));
      request.answerHeader("Content-MD5", md5(request.body));
    }
    request.answerHeader("ETag", blob.tag());
    request.answerHeader("Last-Modified", blob.modified());
    request.answerHeader("x-ms-request-server-encrypted", "true");
    request.answer(source != null ? 202 : 201);
  }

  private static Map<String, String> settings(Request request, @Nullable String md5) {
    Map<String, String> settings = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    keep(settings, "Content-MD5", md5);
    keep(settings, "Content-Type", request.header("x-ms-blob-content-type"));
    keep(settings, "x-ms-access-tier", request.header("x-ms-access-tier"));
    keep(settings, "x-ms-encryption-scope", request.header("x-ms-encryption-scope"));
    keep(settings, "x-ms-encryption-key-sha256", request.header("x-ms-encryption-key-sha256"));
    return settings;
  }

  private static void keep(Map<String, String> settings, String name, @Nullable String value) {
    if (value != null) {
      settings.put(name, value);
    }
  }

  private static void read(Request request, Blob blob) throws IOException {
    checkTag(request, blob);
    blob.settings().forEach(request::answerHeader);
    request.answerHeader("ETag", blob.tag());
    request.answerHeader("Last-Modified", blob.modified());
    request.answerHeader("x-ms-creation-time", blob.modified());
    request.answerHeader("x-ms-blob-type", "BlockBlob");
    request.answerHeader("Accept-Ranges", "bytes");
    int size = blob.data().length;
    if (request.method.equals("HEAD")) {
      request.answerHeader("Content-Length", Integer.toString(size));
      request.answer(200);
      return;
    }
    String range = request.header("x-ms-range");
    if (range == null) {
      request.answer(200, blob.data(), 0);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int from = Integer.parseInt(ends[0]);
    if (from >= size) {
      request.answerHeader("Content-Range", "bytes */" + size);
      throw new StoreError(416, "InvalidRange");
    }
    int to = ends[1].isEmpty() ? size : (int) Math.min(size, Long.parseLong(ends[1]) + 1);
    request.answerHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
    request.answer(206, blob.data(), from, to);
  }

  private static void checkTag(Request request, Blob blob) {
    String ifMatch = request.header("If-Match");
    if (ifMatch != null && !blob.is(ifMatch)) {
      throw new StoreError(412, "ConditionNotMet");
    }
  }

  private static void checkMd5(Request request) {
    String md5 = request.header("Content-MD5");
    if (md5 != null && !md5.equals(md5(request.body))) {
      throw new StoreError(400, "Md5Mismatch");
    }
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
