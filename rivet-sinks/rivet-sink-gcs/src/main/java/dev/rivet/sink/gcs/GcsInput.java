package dev.rivet.sink.gcs;

import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bytes of an object. Closing early drops the connection instead of reading the rest; a broken connection is a failure to repeat. */
final class GcsInput extends InputStream {
  private final HttpResponse response;
  private final InputStream content;
  private final UnaryOperator<IOException> explained;

  GcsInput(HttpResponse response, UnaryOperator<IOException> explained) throws IOException {
    this.explained = explained;
    this.response = response;
    InputStream body = response.getContent();
    this.content = body == null ? InputStream.nullInputStream() : body;
  }

  /** Of this very generation, so that going on never mixes two; null if the store does not say. */
  @Nullable Long generation() {
    String text = response.getHeaders().getFirstHeaderStringValue("x-goog-generation");
    return text == null ? null : Long.valueOf(text);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return content.read(bytes, offset, length);
    } catch (IOException e) {
      throw explained.apply(e);
    }
  }

  @Override
  public void close() throws IOException {
    response.disconnect();
  }
}
