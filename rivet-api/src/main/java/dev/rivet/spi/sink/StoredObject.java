package dev.rivet.spi.sink;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as the store knows it. Immutable.
 *
 * @param key its key
 * @param size bytes
 * @param storeMd5 MD5 in lower-case hex if the store reports one for the whole object, or null
 * @param modified when the store says it was written, or null
 */
public record StoredObject(
    ObjectKey key, long size, @Nullable String storeMd5, @Nullable Instant modified) {
  /** Checks for null. */
  public StoredObject {
    requireNonNull(key, "key");
  }

  /** Key and size only. */
  public static StoredObject of(ObjectKey key, long size) {
    return new StoredObject(key, size, null, null);
  }

  /** MD5 reported by the store. */
  public Optional<String> md5() {
    return Optional.ofNullable(storeMd5);
  }
}
