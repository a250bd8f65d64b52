package dev.rivet.internal.manifest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is something in a manifest's or marker's place, but it is truncated, damaged or of an unknown version. */
public final class ManifestReadException extends IOException {
  private static final long serialVersionUID = 1L;

  ManifestReadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
