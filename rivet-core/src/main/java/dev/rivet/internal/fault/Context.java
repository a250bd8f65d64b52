package dev.rivet.internal.fault;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where something happened, for {@code RivetException.context()}. Immutable. */
public final class Context {
  private final Map<String, String> values;

  private Context(Map<String, String> values) {
    this.values = values;
  }

  /** Of an export. */
  public static Context export(String name) {
    return new Context(Map.of("export", name));
  }

  /** With the run. */
  public Context run(String runId) {
    return with("run", runId);
  }

  /** With the slice. */
  public Context slice(int index) {
    return with("slice", Integer.toString(index));
  }

  /** With the part or object. */
  public Context part(String name) {
    return with("part", name);
  }

  private Context with(String key, String value) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(key, value);
    return new Context(all);
  }

  /** For the exception. */
  public Map<String, String> toMap() {
    return values;
  }
}
