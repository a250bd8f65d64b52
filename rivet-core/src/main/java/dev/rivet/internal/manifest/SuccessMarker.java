package dev.rivet.internal.manifest;

import dev.rivet.internal.hash.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The body of {@code _SUCCESS}: the fingerprint of the manifest's exact bytes and a line end. */
public final class SuccessMarker {
  private SuccessMarker() {}

  /** The marker that belongs to a manifest. */
  public static byte[] of(byte[] manifest) {
    return (Fingerprint.of(manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The fingerprint in a marker. The stream is not closed.
   *
   * @throws ManifestReadException if it is not a marker; any other {@link IOException} is the stream's
   */
  public static String read(InputStream in) throws IOException {
    return read(in.readNBytes(64));
  }

  /**
   * The fingerprint in a marker.
   *
   * @throws ManifestReadException if it is not a marker
   */
  public static String read(byte[] bytes) throws ManifestReadException {
    String text =
        new String(bytes, 0, Math.min(64, bytes.length), StandardCharsets.ISO_8859_1)
            .stripTrailing();
    if (!Fingerprint.isWellFormed(text)) {
      throw new ManifestReadException(
          "the success marker is not a fingerprint xxh3:<16 hex digits>", null);
    }
    return text;
  }
}
