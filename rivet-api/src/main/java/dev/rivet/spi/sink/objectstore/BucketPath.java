package dev.rivet.spi.sink.objectstore;

import static java.util.Objects.requireNonNull;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.sink.ObjectKey;
import dev.rivet.spi.sink.SinkFailure;
import dev.rivet.unit.Location;
import java.time.Duration;

/**
 * A destination in an object store: {@code scheme://bucket/prefix}. Immutable.
 *
 * @param bucket bucket or container
 * @param prefix what all names begin with, without a slash at its end; may be empty
 */
public record BucketPath(String bucket, String prefix) {
  /** Checks for null and for a missing bucket. */
  public BucketPath {
    requireNonNull(prefix, "prefix");
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("the destination names no bucket");
    }
  }

  /**
   * Splits a destination.
   *
   * @param scheme what the sink serves
   * @throws IllegalArgumentException if it is of another scheme or names no bucket
   */
  public static BucketPath of(String scheme, Location location) {
    requireNonNull(location, "location");
    if (!location.scheme().equals(scheme)) {
      throw new IllegalArgumentException("not a destination of " + scheme + "://: " + location);
    }
    String path = location.path();
    int slash = path.indexOf('/');
    if (path.isEmpty() || slash == 0) {
      throw new IllegalArgumentException(
          "'" + location + "' names no bucket; write " + scheme + "://bucket/prefix");
    }
    return slash < 0
        ? new BucketPath(path, "")
        : new BucketPath(path.substring(0, slash), path.substring(slash + 1));
  }

  /** The store's name of an object below the prefix. */
  public String name(String relative) {
    return directory() + relative;
  }

  /** What the store's names of all objects below the prefix begin with; a prefix is a directory, never half a name. */
  public String directory() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  /**
   * Refuses to move or delete where the whole bucket is the prefix: a mistake there would reach what is not ours.
   *
   * @param action for the message, for example {@code delete}
   */
  public void requirePrefix(String action, ObjectKey key) throws StoreException {
    if (prefix.isEmpty()) {
      throw new StoreException(
          "will not " + action + " '" + key + "': the destination is the whole bucket",
          new SinkFailure(
              ErrorCode.SINK_PATH_UNSAFE,
              false,
              Duration.ZERO,
              "Export into a prefix, for example "
                  + key.prefix().scheme()
                  + "://"
                  + bucket
                  + "/{export}."),
          null);
    }
  }
}
