package dev.rivet.spi.state;

import static java.util.Objects.requireNonNull;

/**
 * Key of all state (SS5). Immutable.
 *
 * @param namespace chosen by the application, {@code default} unless told otherwise
 * @param export name of the export
 */
public record ExportKey(String namespace, String export) {
  /** Checks for null. */
  public ExportKey {
    requireNonNull(namespace, "namespace");
    requireNonNull(export, "export");
  }

  @Override
  public String toString() {
    return namespace + "/" + export;
  }
}
