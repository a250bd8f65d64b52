package dev.rivet.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
