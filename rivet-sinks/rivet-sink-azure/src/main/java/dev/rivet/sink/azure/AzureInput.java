package dev.rivet.sink.azure;

import dev.rivet.sink.azure.AzureErrors.Action;
import dev.rivet.spi.sink.ObjectKey;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a blob, fetched in ranges as they are read; the client's failures become the sink's. */
final class AzureInput extends InputStream {
  private final InputStream content;
  private final AzureErrors errors;
  private final ObjectKey key;

  AzureInput(InputStream content, AzureErrors errors, ObjectKey key) {
    this.content = content;
    this.errors = errors;
    this.key = key;
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
      if (e.getCause() instanceof RuntimeException failure) {
        throw errors.explained(failure, Action.READ, key);
      }
      throw e;
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.READ, key);
    }
  }

  @Override
  public int available() throws IOException {
    return content.available();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
