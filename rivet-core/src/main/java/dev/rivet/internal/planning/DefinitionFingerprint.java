package dev.rivet.internal.planning;

import dev.rivet.Export;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Extraction;
import dev.rivet.internal.hash.Fingerprint;
import dev.rivet.internal.json.RivetJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What decides which rows a slice holds and what is in them: relation, mode, key, width, and the rules on types. Equal
 * fingerprints mean that counts and digests of two runs are comparable (PA6, RC2, CP3). Format, destination, tuning and
 * parallelism do not matter.
 */
public final class DefinitionFingerprint {
  private DefinitionFingerprint() {}

  /** Of a definition. */
  public static String of(Export export) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("relation", export.relation());
    parts.put("types", export.types());
    parts.put("extraction", slicing(export.extraction()));
    return Fingerprint.of(RivetJson.canonical(parts).getBytes(StandardCharsets.UTF_8));
  }

  private static Object slicing(Extraction extraction) {
    if (extraction instanceof Chunked chunked) {
      Map<String, Object> parts = new LinkedHashMap<>();
      parts.put("strategy", chunked.strategy());
      parts.put("key", chunked.key().orElse(""));
      parts.put("size", chunked.chunkSize());
      return parts;
    }
    return extraction.essence();
  }
}
