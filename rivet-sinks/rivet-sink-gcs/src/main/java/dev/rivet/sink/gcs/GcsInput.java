package dev.rivet.sink.gcs;

import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of an object. Closing early drops the connection instead of reading the rest. */
final class GcsInput extends InputStream {
  private final HttpResponse response;
  private final InputStream content;

  GcsInput(HttpResponse response) throws IOException {
    this.response = response;
    InputStream body = response.getContent();
    this.content = body == null ? InputStream.nullInputStream() : body;
  }

  @Override
  public int read() throws IOException {
    return content.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return content.read(bytes, offset, length);
  }

  @Override
  public int available() throws IOException {
    return content.available();
  }

  @Override
  public void close() throws IOException {
    response.disconnect();
  }
}
