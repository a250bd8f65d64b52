package dev.rivet.sink.s3;

import dev.rivet.spi.sink.ObjectKey;

/** Keys as the store spells them. */
final class S3Paths {
  private S3Paths() {}

  static String key(ObjectKey key, String bucket) {
    return key.toString().substring(("s3://" + bucket + "/").length());
  }
}
