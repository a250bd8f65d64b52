package dev.rivet.internal.finish;

import dev.rivet.internal.json.RivetJson;
import dev.rivet.type.ColumnMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and types of an export's columns, as kept between runs (SD1). The same derivation for every mode (SD3).
 *
 * @param columns in order
 */
public record SchemaBaseline(List<Column> columns) {

  /**
   * A column.
   *
   * @param name its name
   * @param type canonical type
   */
  public record Column(String name, String type) {}

  /**
   * What differs.
   *
   * @param added names with type
   * @param removed names with type
   * @param changed names with both types
   */
  public record Drift(List<String> added, List<String> removed, List<String> changed) {
    /** Whether nothing differs; another order alone is no drift. */
    public boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** One line per change. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      added.forEach(c -> lines.add("added " + c));
      removed.forEach(c -> lines.add("removed " + c));
      changed.forEach(c -> lines.add("changed " + c));
      return lines;
    }
  }

  /** Copies the list. */
  public SchemaBaseline {
    columns = List.copyOf(columns);
  }

  /** Of planned columns. */
  public static SchemaBaseline of(List<ColumnMapping> mappings) {
    return new SchemaBaseline(
        mappings.stream().map(m -> new Column(m.name(), m.type().toString())).toList());
  }

  /** From the state store. */
  public static SchemaBaseline fromJson(String json) {
    return new SchemaBaseline(Arrays.asList(RivetJson.read(json, Column[].class)));
  }

  /** For the state store. */
  public String toJson() {
    return RivetJson.canonical(columns);
  }

  /** What is different now. */
  public Drift driftTo(SchemaBaseline now) {
    Map<String, String> before = byName();
    Map<String, String> after = now.byName();
    List<String> added = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    after.forEach(
        (name, type) -> {
          String old = before.get(name);
          if (old == null) {
            added.add(name + " " + type);
          } else if (!old.equals(type)) {
            changed.add(name + " from " + old + " to " + type);
          }
        });
    before.forEach(
        (name, type) -> {
          if (!after.containsKey(name)) {
            removed.add(name + " " + type);
          }
        });
    return new Drift(added, removed, changed);
  }

  private Map<String, String> byName() {
    Map<String, String> map = new LinkedHashMap<>();
    columns.forEach(c -> map.put(c.name(), c.type()));
    return map;
  }
}
