package dev.rivet.spi.sink.objectstore;

/** Media types of what the library writes, for stores that keep one per object. */
public final class ContentTypes {
  private ContentTypes() {}

  /** By the end of the name; compressed text has no type of its own, so that nobody decompresses it on the way. */
  public static String of(String name) {
    if (name.endsWith(".parquet")) {
      return "application/vnd.apache.parquet";
    }
    if (name.endsWith(".csv")) {
      return "text/csv";
    }
    return name.endsWith(".json") ? "application/json" : "application/octet-stream";
  }
}
