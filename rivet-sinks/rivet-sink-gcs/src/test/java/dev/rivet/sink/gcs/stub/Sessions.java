package dev.rivet.sink.gcs.stub;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Resumable uploads: bytes that nobody sees until the last of them came. */
final class Sessions {
  private static final int CHUNK_UNIT = 256 << 10;

  private static final class Session {
    final Bucket bucket;
    final String name;
    final JsonObject meta;
    final @Nullable String ifGenerationMatch;
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    @Nullable JsonObject result;

    Session(Bucket bucket, String name, JsonObject meta, @Nullable String ifGenerationMatch) {
      this.bucket = bucket;
      this.name = name;
      this.meta = meta;
      this.ifGenerationMatch = ifGenerationMatch;
    }
  }

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** Uploads that are neither finished nor given up. */
  int open() {
    return (int) sessions.values().stream().filter(s -> s.result == null).count();
  }

  void begin(Request request, String bucketName, Bucket bucket) throws IOException {
    JsonObject meta = request.json();
    String name = request.parameter("name");
    Session session =
        new Session(
            bucket,
            name != null ? name : meta.get("name").getAsString(),
            meta,
            request.parameter("ifGenerationMatch"));
    bucket.check(session.name, session.ifGenerationMatch);
    String id = UUID.randomUUID().toString();
    sessions.put(id, session);
    request.answerHeader(
        "Location",
        request.base()
            + "/upload/storage/v1/b/"
            + bucketName
            + "/o?uploadType=resumable&upload_id="
            + id);
    request.answer(200);
  }

  void go(Request request, String id) throws IOException {
    Session session = sessions.get(id);
    if (session == null) {
      throw StoreError.notFound("upload");
    }
    if (request.method.equals("DELETE")) {
      sessions.remove(id);
      request.answer(499);
      return;
    }
    synchronized (session) {
      if (session.result == null) {
        receive(session, request);
      }
      if (session.result != null) {
        request.answer(session.result);
        return;
      }
      if (session.received.size() > 0) {
        request.answerHeader("Range", "bytes=0-" + (session.received.size() - 1));
      }
      request.answer(308);
    }
  }

  private static void receive(Session session, Request request) throws IOException {
    String range = String.valueOf(request.header("Content-Range")).replace("bytes ", "");
    String total = range.substring(range.indexOf('/') + 1);
    if (!range.startsWith("*")) {
      int from = Integer.parseInt(range.substring(0, range.indexOf('-')));
      if (from > session.received.size()) {
        throw new StoreError(503, "backendError", "bytes are missing before " + from);
      }
      if (total.equals("*") && request.body().length % CHUNK_UNIT != 0) {
        throw new StoreError(400, "invalid", "a chunk must be a multiple of 256 KiB");
      }
      int known = session.received.size() - from;
      session.received.write(request.body(), known, request.body().length - known);
    }
    if (!total.equals("*") && session.received.size() == Integer.parseInt(total)) {
      String hash = request.header("X-Goog-Hash");
      if (hash != null) {
        session.meta.addProperty("crc32c", hash.substring("crc32c=".length()));
      }
      session.result =
          session.bucket.put(
              session.name,
              session.received.toByteArray(),
              session.meta,
              session.ifGenerationMatch);
      session.received = new ByteArrayOutputStream(0);
    }
  }
}
