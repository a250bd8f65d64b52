package dev.rivet.sink.azure.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Blobs by name, and blocks that belong to none yet. Every change is atomic. */
final class Container {
  private static final int PAGE = 5000;
  private static final Pattern LISTED =
      Pattern.compile("<(?:Latest|Uncommitted|Committed)>([^<]*)<");

  /**
   * A stored blob.
   *
   * @param blocks what it was made of
   * @param settings headers that come back
   */
  record Blob(
      byte[] data,
      Map<String, byte[]> blocks,
      Map<String, String> settings,
      String tag,
      Instant at) {
    /** Quotes do not matter: the service takes tags with and without. */
    boolean is(String otherTag) {
      return otherTag.equals("*") || otherTag.replace("\"", "").equals(tag.replace("\"", ""));
    }

    String modified() {
      return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }
  }

  private final AtomicLong tags = new AtomicLong(1);
  private final NavigableMap<String, Blob> blobs = new TreeMap<>();
  private final Map<String, Map<String, byte[]>> staged = new HashMap<>();

  synchronized void stage(String name, String id, byte[] bytes) {
    Map<String, byte[]> blocks = staged.computeIfAbsent(name, n -> new HashMap<>());
    if (blocks.keySet().stream().anyMatch(known -> known.length() != id.length())) {
      throw new StoreError(400, "InvalidBlobOrBlock");
    }
    blocks.put(id, bytes);
  }

  synchronized Blob commit(
      String name,
      byte[] list,
      @Nullable String ifNoneMatch,
      @Nullable String ifMatch,
      Map<String, String> settings) {
    Map<String, byte[]> waiting = staged.getOrDefault(name, Map.of());
    Blob old = blobs.get(name);
    Map<String, byte[]> taken = new LinkedHashMap<>();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Matcher matcher = LISTED.matcher(new String(list, UTF_8));
    while (matcher.find()) {
      String id = matcher.group(1);
      byte[] bytes = waiting.get(id);
      if (bytes == null && old != null) {
        bytes = old.blocks().get(id);
      }
      if (bytes == null) {
        throw new StoreError(400, "InvalidBlockList");
      }
      taken.put(id, bytes);
      whole.writeBytes(bytes);
    }
    return put(name, whole.toByteArray(), taken, ifNoneMatch, ifMatch, settings);
  }

  synchronized Blob put(
      String name,
      byte[] data,
      Map<String, byte[]> blocks,
      @Nullable String ifNoneMatch,
      @Nullable String ifMatch,
      Map<String, String> settings) {
    Blob old = blobs.get(name);
    if ("*".equals(ifNoneMatch) && old != null) {
      throw new StoreError(409, "BlobAlreadyExists");
    }
    checkMatch(old, ifMatch);
    Blob blob =
        new Blob(
            data,
            blocks,
            settings,
            "\"0x8D"
                + Long.toHexString(0x10000000L + tags.incrementAndGet()).toUpperCase(Locale.ROOT)
                + '"',
            Instant.now());
    blobs.put(name, blob);
    staged.remove(name); // A new blob drops whatever else was staged for it.
    return blob;
  }

  private static void checkMatch(@Nullable Blob old, @Nullable String ifMatch) {
    if (ifMatch != null && (old == null || !old.is(ifMatch))) {
      throw new StoreError(412, "ConditionNotMet");
    }
  }

  synchronized Blob get(String name) {
    Blob blob = blobs.get(name);
    if (blob == null) {
      throw new StoreError(404, "BlobNotFound");
    }
    return blob;
  }

  synchronized void clear() {
    blobs.clear();
    staged.clear();
  }

  synchronized void delete(String name, @Nullable String ifMatch) {
    checkMatch(get(name), ifMatch);
    blobs.remove(name);
  }

  synchronized String list(String name, String prefix, String marker) {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
            .append("<EnumerationResults ServiceEndpoint=\"\" ContainerName=\"")
            .append(name)
            .append("\"><Blobs>");
    int count = 0;
    String next = "";
    for (Map.Entry<String, Blob> entry : blobs.tailMap(first(prefix, marker), true).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (count == PAGE) {
        next = entry.getKey();
        break;
      }
      append(xml, entry.getKey(), entry.getValue());
      count++;
    }
    return xml.append("</Blobs><NextMarker>")
        .append(escaped(next))
        .append("</NextMarker></EnumerationResults>")
        .toString();
  }

  private static String first(String prefix, String marker) {
    return marker.isEmpty() ? prefix : marker;
  }

  private static void append(StringBuilder xml, String name, Blob blob) {
    xml.append("<Blob><Name>")
        .append(escaped(name))
        .append("</Name><Properties><Last-Modified>")
        .append(blob.modified())
        .append("</Last-Modified><Etag>")
        .append(blob.tag().replace("\"", ""))
        .append("</Etag><Content-Length>")
        .append(blob.data().length)
        .append("</Content-Length><Content-MD5>")
        .append(blob.settings().getOrDefault("Content-MD5", ""))
        .append("</Content-MD5><BlobType>BlockBlob</BlobType></Properties></Blob>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
