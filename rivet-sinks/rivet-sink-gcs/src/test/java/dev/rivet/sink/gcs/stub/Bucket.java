package dev.rivet.sink.gcs.stub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Objects by name. Every change is atomic. */
final class Bucket {
  private static final int PAGE = 1000;

  /** A stored object. */
  record Stored(byte[] data, JsonObject meta, long generation) {}

  private final String name;
  private final AtomicLong generations;
  private final NavigableMap<String, Stored> objects = new TreeMap<>();

  Bucket(String name, AtomicLong generations) {
    this.name = name;
    this.generations = generations;
  }

  synchronized JsonObject put(
      String object, byte[] data, JsonObject meta, @Nullable String ifGenerationMatch) {
    String md5 = md5(data);
    String crc = crc(data);
    if (meta.has("crc32c") && !meta.get("crc32c").getAsString().equals(crc)) {
      throw new StoreError(
          400,
          "invalid",
          "Provided CRC32C \""
              + meta.get("crc32c").getAsString()
              + "\" doesn't match calculated CRC32C \""
              + crc
              + "\".");
    }
    if (meta.has("md5Hash") && !meta.get("md5Hash").getAsString().equals(md5)) {
      throw new StoreError(400, "invalid", "Provided MD5 hash doesn't match calculated MD5 hash.");
    }
    check(object, ifGenerationMatch);
    JsonObject kept = meta.deepCopy();
    kept.addProperty("md5Hash", md5);
    kept.addProperty("crc32c", crc);
    kept.addProperty("updated", Instant.now().toString());
    objects.put(object, new Stored(data, kept, generations.incrementAndGet()));
    return view(object);
  }

  synchronized void check(String object, @Nullable String ifGenerationMatch) {
    Stored old = objects.get(object);
    if (ifGenerationMatch != null
        && Long.parseLong(ifGenerationMatch) != (old == null ? 0 : old.generation())) {
      throw StoreError.conditionNotMet();
    }
  }

  synchronized Stored get(String object) {
    Stored stored = objects.get(object);
    if (stored == null) {
      throw StoreError.notFound("object: " + name + "/" + object);
    }
    return stored;
  }

  synchronized void delete(String object, @Nullable String ifGenerationMatch) {
    Stored old = get(object);
    check(object, ifGenerationMatch);
    objects.remove(object, old);
  }

  synchronized void clear() {
    objects.clear();
  }

  synchronized JsonObject view(String object) {
    Stored stored = get(object);
    JsonObject json = stored.meta().deepCopy();
    json.addProperty("kind", "storage#object");
    json.addProperty("bucket", name);
    json.addProperty("name", object);
    json.addProperty("generation", Long.toString(stored.generation()));
    json.addProperty("size", Integer.toString(stored.data().length));
    return json;
  }

  synchronized JsonObject list(String prefix, @Nullable String token) {
    JsonArray items = new JsonArray();
    JsonObject page = new JsonObject();
    page.addProperty("kind", "storage#objects");
    String last = "";
    for (Map.Entry<String, Stored> entry :
        objects.tailMap(token == null ? prefix : token, token == null).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (items.size() == PAGE) {
        page.addProperty("nextPageToken", last);
        break;
      }
      items.add(view(entry.getKey()));
      last = entry.getKey();
    }
    page.add("items", items);
    return page;
  }

  static String crc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, data.length);
    int v = (int) crc.getValue();
    return Base64.getEncoder()
        .encodeToString(
            new byte[] {(byte) (v >>> 24), (byte) (v >>> 16), (byte) (v >>> 8), (byte) v});
  }

  static String md5(byte[] data) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
