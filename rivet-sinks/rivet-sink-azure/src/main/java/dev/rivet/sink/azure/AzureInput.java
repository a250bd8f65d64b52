package dev.rivet.sink.azure;

import com.azure.storage.blob.specialized.BlobInputStream;
import dev.rivet.sink.azure.AzureErrors.Action;
import dev.rivet.spi.sink.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Bytes of a blob, fetched in ranges as they are read; the client's failures become the sink's. */
final class AzureInput extends InputStream {
  private final BlobInputStream content;
  private final AzureErrors errors;
  private final ObjectKey key;

  AzureInput(BlobInputStream content, AzureErrors errors, ObjectKey key) {
    this.content = content;
    this.errors = errors;
    this.key = key;
  }

  /** Of this very version, so that going on never mixes two. */
  String tag() {
    return content.getProperties().getETag();
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
      throw errors.explained(
          e.getCause() instanceof RuntimeException failure ? failure : new UncheckedIOException(e),
          Action.READ,
          key);
    } catch (RuntimeException e) {
      throw errors.explained(e, Action.READ, key);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
