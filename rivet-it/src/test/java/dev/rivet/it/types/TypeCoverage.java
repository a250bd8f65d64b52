package dev.rivet.it.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which types of which engine came through in which format, told by what tests produced. A type of the engine that nobody produced is a
 * hole, unless it is waived with a reason; a waiver that is not needed is a fault as well. One thread at a time.
 */
final class TypeCoverage {
  private final String engine;
  private final List<String> formats;
  private final Map<String, Map<String, String>> outcomes = new TreeMap<>();

  /**
   * For an engine.
   *
   * @param types what the engine itself lists
   */
  TypeCoverage(String engine, List<String> types, List<String> formats) {
    this.engine = engine;
    this.formats = List.copyOf(formats);
    types.forEach(t -> outcomes.put(t, new TreeMap<>()));
  }

  /** A value of the type was found in a file of the format. */
  void written(String type, String format) {
    outcomes.computeIfAbsent(type, t -> new TreeMap<>()).put(format, "written");
  }

  /** The plan refused a column of the type, by name. */
  void refused(String type) {
    formats.forEach(f -> outcomes.computeIfAbsent(type, t -> new TreeMap<>()).put(f, "refused"));
  }

  /** Holes without waiver and waivers without hole. */
  List<String> faults(Map<String, String> waivers) {
    List<String> faults = new ArrayList<>();
    outcomes.forEach(
        (type, found) -> {
          boolean complete = found.keySet().containsAll(formats);
          if (!complete && !waivers.containsKey(type)) {
            faults.add(engine + " " + type + ": only " + found + " of " + formats);
          }
          if (complete && waivers.containsKey(type)) {
            faults.add(engine + " " + type + ": waived although it is covered");
          }
        });
    new TreeSet<>(waivers.keySet())
        .stream()
            .filter(t -> !outcomes.containsKey(t))
            .forEach(t -> faults.add(engine + " " + t + ": waived, but there is no such type"));
    return faults;
  }

  /** A line for each type. */
  String table(Map<String, String> waivers) {
    StringBuilder table = new StringBuilder();
    outcomes.forEach(
        (type, found) ->
            table
                .append(engine)
                .append(" | ")
                .append(type)
                .append(" | ")
                .append(found.isEmpty() ? "waived: " + waivers.get(type) : found)
                .append('\n'));
    return table.toString();
  }
}
