package dev.rivet.spi.sink;

import java.io.IOException;

/** An object is no longer the one that was to be replaced. */
public final class StaleVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the object. */
  public StaleVersionException(ObjectKey key) {
    super("'" + key + "' was replaced by somebody else meanwhile");
  }
}
