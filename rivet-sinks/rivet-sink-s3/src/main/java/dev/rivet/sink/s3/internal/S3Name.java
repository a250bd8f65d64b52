package dev.rivet.sink.s3.internal;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.unit.Location;
import java.io.IOException;

/**
 * Where something is in S3's own terms. Immutable.
 *
 * @param bucket its bucket
 * @param key key of an object, or a directory with {@code /} at the end, empty for a whole bucket
 */
record S3Name(String bucket, String key) {
  static final String SCHEME = "s3";

  S3Name {
    requireNonNull(bucket, "bucket");
    requireNonNull(key, "key");
  }

  /** The name of an object. */
  static S3Name of(ObjectKey key) throws IOException {
    S3Name directory = directory(key.prefix());
    return new S3Name(directory.bucket, directory.key + key.name());
  }

  /** The name of a destination, always a directory. */
  static S3Name directory(Location prefix) throws IOException {
    if (!prefix.scheme().equals(SCHEME)) {
      throw new IllegalArgumentException("not a destination in S3: " + prefix);
    }
    int slash = prefix.path().indexOf('/');
    String bucket = slash < 0 ? prefix.path() : prefix.path().substring(0, slash);
    String path = slash < 0 ? "" : prefix.path().substring(slash + 1);
    if (bucket.isEmpty()) {
      throw unsafe(prefix, "names no bucket", "Write s3://bucket/prefix.");
    }
    if (path.isEmpty()) {
      return new S3Name(bucket, "");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.chars().anyMatch(c -> c < ' ')) {
        throw unsafe(
            prefix,
            "has an empty part, a '.' or a control character",
            "Such prefixes mean different things to different tools; name each directory.");
      }
    }
    return new S3Name(bucket, path + "/");
  }

  /** For steps that move or remove: they need a prefix, so that a slip never concerns a whole bucket. */
  static S3Name ownDirectory(Location prefix) throws IOException {
    S3Name directory = directory(prefix);
    if (directory.key.isEmpty()) {
      throw unsafe(
          prefix,
          "is a whole bucket",
          "Nothing is moved or removed there; export below a prefix, s3://"
              + directory.bucket
              + "/prefix.");
    }
    return directory;
  }

  /** S3 Express: its ETags look like an MD5 and are none. */
  boolean isInDirectoryBucket() {
    return bucket.endsWith("--x-s3");
  }

  private static S3SinkException unsafe(Location prefix, String why, String hint) {
    return S3SinkException.permanent(
        ErrorCode.SINK_PATH_UNSAFE, "destination '" + prefix + "' " + why, hint, null);
  }

  @Override
  public String toString() {
    return SCHEME + "://" + bucket + "/" + key;
  }
}
