package dev.rivet.sink.s3.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object from an offset to its end. A connection that breaks on the way is made again where it broke, as long as the object is
 * still the same. One thread at a time.
 */
final class ResumingInput extends InputStream {
  private final Store store;
  private final Repeat repeat;
  private final S3Name name;
  private long position;
  private @Nullable String etag;
  private @Nullable ResponseInputStream<GetObjectResponse> in;
  private boolean isAtEnd;

  private ResumingInput(Store store, Repeat repeat, S3Name name, long offset) {
    this.store = store;
    this.repeat = repeat;
    this.name = name;
    this.position = offset;
  }

  /** Makes the first request, once: repeating it is the engine's business. */
  static ResumingInput open(Store store, Repeat repeat, S3Name name, long offset)
      throws IOException {
    ResumingInput input = new ResumingInput(store, repeat, name, offset);
    input.connect();
    return input;
  }

  private void connect() throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> opened =
          store.call(
              "s3:GetObject",
              name,
              () ->
                  store
                      .client()
                      .getObject(
                          r ->
                              r.bucket(name.bucket())
                                  .key(name.key())
                                  .range(position == 0 ? null : "bytes=" + position + "-")
                                  .ifMatch(etag)
                                  .requestPayer(store.settings().payer())
                                  .overrideConfiguration(store.once())));
      etag = opened.response().eTag();
      in = opened;
    } catch (S3SinkException e) {
      if (e.status() == 416) {
        isAtEnd = true;
      } else if (e.status() == 404 && !e.errorCode().equals("NoSuchBucket")) {
        NoSuchFileException missing = new NoSuchFileException(name.toString());
        missing.initCause(e);
        throw missing;
      } else {
        throw e;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    return repeat.run(() -> readOnce(bytes, offset, length));
  }

  private int readOnce(byte[] bytes, int offset, int length) throws IOException {
    if (isAtEnd) {
      return -1;
    }
    if (in == null) {
      connect();
      if (in == null) {
        return -1;
      }
    }
    ResponseInputStream<GetObjectResponse> stream = in;
    try {
      int n = stream.read(bytes, offset, length);
      isAtEnd = n < 0;
      position += Math.max(0, n);
      return n;
    } catch (IOException e) {
      in = null;
      stream.abort();
      throw store.broken("s3:GetObject", name, e);
    }
  }

  /** What was not read is not fetched either: the connection is dropped. */
  @Override
  public void close() throws IOException {
    ResponseInputStream<GetObjectResponse> stream = in;
    in = null;
    boolean wasAtEnd = isAtEnd;
    isAtEnd = true;
    if (stream != null) {
      if (wasAtEnd) {
        stream.close();
      } else {
        stream.abort();
      }
    }
  }
}
