package dev.rivet.internal.verify;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.run.ValidationDepth;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.ReadableSink;
import dev.rivet.spi.sink.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at one part in the store: existence and size, then bytes against the fingerprint and rows against the record. */
final class PartVerifier {
  private final ReadableSink sink;
  private final Format format;
  private final ValidationDepth depth;

  /** What is expected of a part. */
  record Expected(ObjectKey key, long size, String fingerprint, @Nullable String md5, long rows) {}

  /**
   * What was found.
   *
   * @param problem what is wrong, or null
   * @param rows rows found, or null if not looked at
   * @param bytesRead bytes re-read
   */
  record Finding(@Nullable Problem problem, @Nullable Long rows, long bytesRead) {}

  PartVerifier(ReadableSink sink, Format format, ValidationDepth depth) {
    this.sink = sink;
    this.format = format;
    this.depth = depth;
  }

  Finding verify(Expected expected) throws IOException {
    Optional<StoredObject> stored = sink.head(expected.key());
    if (stored.isEmpty()) {
      return broken(ErrorCode.VERIFY_PART_MISSING, expected, "does not exist", null, 0);
    }
    if (stored.get().size() != expected.size()) {
      return broken(
          ErrorCode.VERIFY_PART_SIZE_MISMATCH,
          expected,
          "has " + stored.get().size() + " bytes, recorded are " + expected.size(),
          null,
          0);
    }
    String md5 = expected.md5();
    if (md5 != null && stored.get().md5().isPresent() && !stored.get().md5().get().equals(md5)) {
      return broken(
          ErrorCode.VERIFY_PART_CHECKSUM_MISMATCH,
          expected,
          "has another MD5 than recorded",
          null,
          0);
    }
    return depth == ValidationDepth.FULL ? reread(expected) : new Finding(null, null, 0);
  }

  private Finding reread(Expected expected) throws IOException {
    Fingerprint fingerprint = Fingerprint.streaming();
    byte[] buffer = new byte[1 << 16];
    long read = 0;
    try (InputStream in = sink.open(expected.key(), 0)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        fingerprint.update(buffer, 0, n);
        read += n;
      }
    }
    if (!fingerprint.value().equals(expected.fingerprint())) {
      return broken(
          ErrorCode.VERIFY_PART_CHECKSUM_MISMATCH,
          expected,
          "has other bytes than were written",
          null,
          read);
    }
    long rows;
    try {
      rows =
          format instanceof Csv csv
              ? PartRows.csv(sink, expected.key(), csv)
              : PartRows.parquet(sink, expected.key(), expected.size());
    } catch (MalformedPartException e) {
      return broken(
          ErrorCode.VERIFY_PART_ROWS_MISMATCH,
          expected,
          "cannot be read: " + e.getMessage(),
          null,
          read);
    }
    if (rows != expected.rows()) {
      return broken(
          ErrorCode.VERIFY_PART_ROWS_MISMATCH,
          expected,
          "holds " + rows + " rows, recorded are " + expected.rows(),
          rows,
          read);
    }
    return new Finding(null, rows, read);
  }

  private static Finding broken(
      ErrorCode code, Expected expected, String what, @Nullable Long rows, long bytesRead) {
    return new Finding(new Problem(code, expected.key().name(), what), rows, bytesRead);
  }
}
