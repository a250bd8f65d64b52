package dev.rivet.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivet.inspect.JournalEntry;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** JSON of values that stay inside: fingerprints, state store details, journal lines. */
public final class RivetJson {
  private RivetJson() {}

  /** One line with stable key order; equal values give equal text. */
  public static String canonical(Object value) {
    return Json.tree(value).toString();
  }

  /** One journal line: the value with its kind in front. */
  public static String line(String kind, Object value) {
    ObjectNode line = ((ObjectNode) Json.tree(value)).deepCopy();
    line.put("event", kind);
    return line.toString();
  }

  /** Reads what {@link #line} wrote; a line of an older or newer library keeps what can be told. */
  public static JournalEntry journalEntry(String line) {
    try {
      JsonNode entry = Json.parse(line);
      String at = entry.path("at").asText("");
      return new JournalEntry(
          at.isEmpty() ? null : Instant.parse(at), entry.path("event").asText("?"), line);
    } catch (JsonProcessingException | DateTimeParseException e) {
      return new JournalEntry(null, "?", line);
    }
  }

  /** Reads what {@link #canonical} wrote. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return Json.bind(Json.parse(json), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the state store holds something that is not a " + type.getSimpleName(), e);
    }
  }
}
