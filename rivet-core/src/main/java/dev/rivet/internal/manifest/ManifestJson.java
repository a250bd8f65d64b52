package dev.rivet.internal.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivet.internal.json.Json;
import dev.rivet.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The manifest as bytes: UTF-8 JSON, stable for equal manifests. Readers ignore fields they do not know. */
public final class ManifestJson {
  /** Longest manifest that is read, in bytes (contracts §9.3). */
  public static final int LIMIT = 64 << 20;

  private ManifestJson() {}

  /** Exactly the bytes to store and to fingerprint. */
  public static byte[] write(Manifest manifest) {
    return (Json.write(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a manifest. The stream is not closed.
   *
   * @throws ManifestReadException if it is not a whole manifest of a known version or longer than {@link #LIMIT}; any other
   *     {@link IOException} is the stream's
   */
  public static Manifest read(InputStream in) throws IOException {
    return read(in.readNBytes(LIMIT + 1));
  }

  /**
   * Reads a manifest.
   *
   * @throws ManifestReadException if it is not a whole manifest of a known version or longer than {@link #LIMIT}
   */
  public static Manifest read(byte[] bytes) throws ManifestReadException {
    if (bytes.length > LIMIT) {
      throw new ManifestReadException("the manifest is longer than 64 MiB", null);
    }
    JsonNode tree;
    try {
      tree = Json.parse(bytes);
    } catch (JsonProcessingException e) {
      throw new ManifestReadException(
          "the manifest is not JSON, or truncated: " + Json.describe(e), e);
    }
    JsonNode version = tree.get("manifest_version");
    if (version == null || !version.isIntegralNumber()) {
      throw new ManifestReadException(
          "the file is not a manifest: it has no manifest_version", null);
    }
    if (!version.canConvertToInt() || version.intValue() != Manifest.VERSION) {
      throw new ManifestReadException(
          "manifest_version "
              + abbreviated(version)
              + " is unknown; this library reads version "
              + Manifest.VERSION,
          null);
    }
    try {
      return Json.bindKnown(tree, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new ManifestReadException("the manifest is damaged: " + Json.describe(e), e);
    }
  }

  private static String abbreviated(JsonNode number) {
    String text = number.asText();
    return text.length() > 20 ? text.substring(0, 20) + "…" : text;
  }
}
