package dev.rivet.tck.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request or an answer, read whole. Chunked bodies are unchunked. */
record Message(String startLine, List<Header> headers, byte[] body) {
  record Header(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** Start line and headers without body, or null at the end of the stream. */
  static @Nullable Message readHead(InputStream in) throws IOException {
    String start = line(in);
    if (start == null) {
      return null;
    }
    List<Header> headers = new ArrayList<>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Message(start, headers, new byte[0]);
  }

  /** With its body, framed as its headers say; an answer without any framing ends with the stream. */
  Message readBody(InputStream in, boolean isAnswer) throws IOException {
    if (header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
      return withBody(chunks(in));
    }
    String length = header("content-length");
    if (!length.isEmpty()) {
      byte[] bytes = in.readNBytes(Integer.parseInt(length));
      if (bytes.length != Integer.parseInt(length)) {
        throw new EOFException("body ends early");
      }
      return withBody(bytes);
    }
    return isAnswer ? withBody(in.readAllBytes()) : this;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException("body ends early");
      }
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      if (length == 0) {
        String trailer = line(in);
        while (trailer != null && !trailer.isEmpty()) {
          trailer = line(in);
        }
        return body.toByteArray();
      }
      body.write(in.readNBytes(length));
      var unused = line(in);
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); ; b = in.read()) {
      if (b < 0) {
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
      }
      if (b == '\n') {
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(b);
    }
  }

  String header(String name) {
    return headers.stream().filter(h -> h.is(name)).map(Header::value).findFirst().orElse("");
  }

  Map<String, String> headerMap() {
    Map<String, String> map = new LinkedHashMap<>();
    headers.forEach(h -> map.put(h.name().toLowerCase(Locale.ROOT), h.value()));
    return map;
  }

  Message without(String name) {
    return new Message(startLine, headers.stream().filter(h -> !h.is(name)).toList(), body);
  }

  Message withBody(byte[] bytes) {
    List<Header> framed =
        new ArrayList<>(without("transfer-encoding").without("content-length").headers);
    framed.add(new Header("Content-Length", Integer.toString(bytes.length)));
    return new Message(startLine, framed, bytes);
  }

  Message withHeaders(List<Header> others) {
    return new Message(startLine, others, body);
  }

  int status() {
    return Integer.parseInt(startLine.split(" ", 3)[1]);
  }

  /** Writes start line, headers and this many bytes of the body. */
  void write(OutputStream out, int bodyBytes) throws IOException {
    StringBuilder head = new StringBuilder(startLine).append("\r\n");
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    out.write(body, 0, bodyBytes);
    out.flush();
  }
}
