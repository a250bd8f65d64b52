package dev.rivet.sink.gcs.stub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rivet.sink.gcs.stub.Bucket.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Google Cloud Storage in this process, over real HTTP: multipart and resumable uploads, checksums, generations and their
 * conditions, listing in pages, ranges, rewrite, delete. Nothing of access control.
 */
public final class GcsStub implements AutoCloseable {
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final Sessions sessions = new Sessions();
  private final AtomicLong generations = new AtomicLong(System.currentTimeMillis() * 1000);
  private final HttpServer http;
  private final ExecutorService threads;

  static {
    // Head and body leave this server in two writes: without it, each answer waits 40 ms for an
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private GcsStub() throws IOException {
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "gcs-stub");
              thread.setDaemon(true);
              return thread;
            });
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  /** On a free port of the loopback address, with the given buckets. */
  public static GcsStub start(String... buckets) {
    try {
      GcsStub stub = new GcsStub();
      for (String bucket : buckets) {
        stub.buckets.put(bucket, new Bucket(bucket, stub.generations));
      }
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Uploads that are neither finished nor given up. */
  public int openUploads() {
    return sessions.open();
  }

  /** The stored description of an object, as the JSON interface shows it. */
  public String description(String bucket, String object) {
    return bucket(bucket).view(object).toString();
  }

  /** Forgets all objects: they take the memory of this process. */
  public void clear() {
    buckets.values().forEach(Bucket::clear);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw StoreError.notFound("bucket: " + name);
    }
    return bucket;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = new Request(exchange);
      try {
        route(request);
      } catch (StoreError e) {
        request.answer(e.status, error(e));
      } catch (RuntimeException e) {
        exchange.sendResponseHeaders(501, 0);
        exchange.getResponseBody().write(e.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static JsonObject error(StoreError e) {
    JsonObject item = new JsonObject();
    item.addProperty("domain", "global");
    item.addProperty("reason", e.reason);
    item.addProperty("message", e.getMessage());
    JsonArray errors = new JsonArray();
    errors.add(item);
    JsonObject error = new JsonObject();
    error.addProperty("code", e.status);
    error.addProperty("message", e.getMessage());
    error.add("errors", errors);
    JsonObject whole = new JsonObject();
    whole.add("error", error);
    return whole;
  }

  /** Paths are {@code /storage/v1/b/{bucket}/o[/{object}[/rewriteTo/b/{bucket}/o/{object}]]}. */
  private void route(Request request) throws IOException {
    if (request.path.size() < 5) {
      throw new StoreError(501, "notImplemented", "only objects are served here");
    }
    String bucketName = request.path.get(3);
    Bucket bucket = bucket(bucketName);
    if (request.isUpload) {
      upload(request, bucketName, bucket);
      return;
    }
    if (request.path.size() == 5) {
      String prefix = request.parameter("prefix");
      request.answer(bucket.list(prefix == null ? "" : prefix, request.parameter("pageToken")));
      return;
    }
    String object = request.path.get(5);
    if (request.path.size() > 6) {
      rewrite(request, bucket, object);
    } else if (request.method.equals("DELETE")) {
      bucket.delete(object, request.parameter("ifGenerationMatch"));
      request.answer(204);
    } else if ("media".equals(request.parameter("alt"))) {
      media(request, bucket.get(object));
    } else {
      request.answer(bucket.view(object));
    }
  }

  private void upload(Request request, String bucketName, Bucket bucket) throws IOException {
    String id = request.parameter("upload_id");
    if (id != null) {
      sessions.go(request, id);
    } else if ("resumable".equals(request.parameter("uploadType"))) {
      sessions.begin(request, bucketName, bucket);
    } else {
      byte[][] pieces = request.related();
      JsonObject meta =
          com.google.gson.JsonParser.parseString(new String(pieces[0], StandardCharsets.UTF_8))
              .getAsJsonObject();
      request.answer(
          bucket.put(
              meta.get("name").getAsString(),
              pieces[1],
              meta,
              request.parameter("ifGenerationMatch")));
    }
  }

  private void rewrite(Request request, Bucket bucket, String object) throws IOException {
    Stored source = bucket.get(object);
    String generation = request.parameter("sourceGeneration");
    if (generation != null && Long.parseLong(generation) != source.generation()) {
      throw StoreError.notFound("generation");
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("kind", "storage#rewriteResponse");
    answer.addProperty("done", true);
    answer.add(
        "resource",
        bucket(request.path.get(8)).put(request.path.get(10), source.data(), source.meta(), null));
    request.answer(answer);
  }

  private static void media(Request request, Stored object) throws IOException {
    @Nullable String range = request.header("Range");
    int size = object.data().length;
    if (range == null) {
      request.answer(200, object.data(), 0, size);
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    if (from >= size) {
      throw new StoreError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    request.answerHeader("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
    request.answer(206, object.data(), from, size);
  }
}
