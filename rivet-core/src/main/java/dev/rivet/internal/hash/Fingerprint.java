package dev.rivet.internal.hash;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * XXH3-64 printed as {@code xxh3:<16 hex digits>}: finds damage and edits, protects against no attacker. The static methods are
 * one-shot; an instance takes bytes in pieces, one thread at a time.
 */
public final class Fingerprint {
  /** What every printed fingerprint starts with. */
  public static final String SCHEME = "xxh3:";

  private static final int LENGTH = SCHEME.length() + 16;
  private static final int COPY = 1 << 16;

  private final HashStream64 stream = Hashing.xxh3_64().hashStream();
  private byte[] copy = new byte[0];

  private Fingerprint() {}

  /** One that has seen no bytes yet. */
  public static Fingerprint streaming() {
    return new Fingerprint();
  }

  /** Of these bytes. */
  public static String of(byte[] bytes) {
    return format(Hashing.xxh3_64().hashBytesToLong(bytes));
  }

  /** Of the text in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of everything a stream still holds; leaves it open. */
  public static String of(InputStream in) throws IOException {
    Fingerprint all = streaming();
    byte[] buffer = new byte[COPY];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      all.update(buffer, 0, n);
    }
    return all.value();
  }

  /** Prints a hash. */
  public static String format(long hash) {
    return SCHEME + HexFormat.of().toHexDigits(hash);
  }

  /** Whether the text has the form of a fingerprint, lower-case digits and nothing around it. */
  public static boolean isWellFormed(String text) {
    if (text.length() != LENGTH || !text.startsWith(SCHEME)) {
      return false;
    }
    for (int i = SCHEME.length(); i < LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Adds bytes. */
  @CanIgnoreReturnValue
  public Fingerprint update(byte[] bytes, int offset, int length) {
    stream.putBytes(bytes, offset, length);
    return this;
  }

  /** Adds bytes. */
  @CanIgnoreReturnValue
  public Fingerprint update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /** Adds what remains in the buffer and leaves the buffer as it was. */
  @CanIgnoreReturnValue
  public Fingerprint update(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      return update(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    }
    if (copy.length < Math.min(COPY, buffer.remaining())) {
      copy = new byte[Math.min(COPY, buffer.remaining())];
    }
    for (int at = buffer.position(); at < buffer.limit(); ) {
      int n = Math.min(copy.length, buffer.limit() - at);
      buffer.get(at, copy, 0, n);
      update(copy, 0, n);
      at += n;
    }
    return this;
  }

  /** Of all bytes so far; more may follow. */
  public String value() {
    return format(stream.getAsLong());
  }

  /** {@link #value()}. */
  @Override
  public String toString() {
    return value();
  }
}
