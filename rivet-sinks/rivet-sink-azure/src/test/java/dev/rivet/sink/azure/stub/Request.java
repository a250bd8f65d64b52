package dev.rivet.sink.azure.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request, taken apart, and its answer. Paths are {@code /account/container[/blob]}. */
final class Request {
  private final HttpExchange exchange;
  private final Map<String, String> query = new TreeMap<>();

  final String method;
  final String container;
  final String blob;
  final byte[] body;

  Request(HttpExchange exchange) throws IOException {
    this.exchange = exchange;
    this.method = exchange.getRequestMethod();
    this.body = exchange.getRequestBody().readAllBytes();
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", 3);
    this.container = path.length > 1 ? decoded(path[1]) : "";
    this.blob = path.length > 2 ? decoded(path[2]) : "";
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      int equals = pair.indexOf('=');
      query.put(
          decoded(equals < 0 ? pair : pair.substring(0, equals)),
          equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
  }

  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  boolean is(String wantedMethod, String comp) {
    return method.equals(wantedMethod) && parameter("comp").equals(comp);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  Map<String, String> query() {
    return query;
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  Headers headers() {
    return exchange.getRequestHeaders();
  }

  String rawPath() {
    return exchange.getRequestURI().getRawPath();
  }

  void answerHeader(String name, @Nullable String value) {
    if (value != null) {
      exchange.getResponseHeaders().set(name, value);
    }
  }

  void answer(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  void answer(int status, String xml) throws IOException {
    if (method.equals("HEAD")) {
      answer(status);
      return;
    }
    answerHeader("Content-Type", "application/xml");
    answer(status, xml.getBytes(UTF_8), 0);
  }

  void answer(int status, byte[] bytes, int from) throws IOException {
    answer(status, bytes, from, bytes.length);
  }

  void answer(int status, byte[] bytes, int from, int to) throws IOException {
    exchange.sendResponseHeaders(status, from == to ? -1 : to - from);
    if (from < to) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes, from, to - from);
      }
    }
  }
}
