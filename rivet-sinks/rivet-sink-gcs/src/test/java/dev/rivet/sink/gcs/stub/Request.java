package dev.rivet.sink.gcs.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One request, taken apart, and its answer. */
final class Request {
  private final HttpExchange exchange;
  private final byte[] body;
  private final Map<String, String> query = new HashMap<>();

  /** Decoded pieces of the path, without {@code upload} or {@code download} at its beginning. */
  final List<String> path = new ArrayList<>();

  final String method;
  final boolean isUpload;

  Request(HttpExchange exchange) throws IOException {
    this.exchange = exchange;
    byte[] sent = exchange.getRequestBody().readAllBytes();
    boolean isCompressed = "gzip".equals(header("Content-Encoding"));
    body = isCompressed ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes() : sent;
    String override = header("X-HTTP-Method-Override");
    method = override != null ? override : exchange.getRequestMethod();
    for (String piece : exchange.getRequestURI().getRawPath().substring(1).split("/", -1)) {
      path.add(decoded(piece));
    }
    isUpload = path.get(0).equals("upload");
    if (isUpload || path.get(0).equals("download")) {
      path.remove(0);
    }
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          decoded(equals < 0 ? pair : pair.substring(0, equals)),
          equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  byte[] body() {
    return body;
  }

  JsonObject json() {
    String text = new String(body, UTF_8);
    return text.isBlank() ? new JsonObject() : JsonParser.parseString(text).getAsJsonObject();
  }

  /** What a client calls us: the base of the addresses it gets back. */
  String base() {
    return "http://" + header("Host");
  }

  /** The two pieces of a {@code multipart/related} body: description and bytes. */
  byte[][] related() {
    String type = String.valueOf(header("Content-Type"));
    String boundary = type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
    String text = "\r\n" + new String(body, ISO_8859_1);
    String separator = "\r\n--" + boundary;
    int first = text.indexOf(separator);
    int second = text.indexOf(separator, first + separator.length());
    int third = text.indexOf(separator, second + separator.length());
    String blank = "\r\n\r\n";
    return new byte[][] {
      text.substring(text.indexOf(blank, first) + 4, second).getBytes(ISO_8859_1),
      text.substring(text.indexOf(blank, second) + 4, third).getBytes(ISO_8859_1)
    };
  }

  void answerHeader(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  void answer(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  void answer(JsonObject json) throws IOException {
    answer(200, json);
  }

  void answer(int status, JsonObject json) throws IOException {
    answerHeader("Content-Type", "application/json; charset=UTF-8");
    answer(status, json.toString().getBytes(UTF_8), 0, -1);
  }

  void answer(int status, byte[] bytes, int from, int to) throws IOException {
    int length = (to < 0 ? bytes.length : to) - from;
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    if (length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes, from, length);
      }
    }
  }
}
