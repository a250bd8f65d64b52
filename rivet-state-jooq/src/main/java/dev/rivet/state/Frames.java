package dev.rivet.state;

import dev.rivet.plan.KeyBound;
import dev.rivet.plan.KeyTerm;
import dev.rivet.plan.SliceBounds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds that are lists of texts, in one column: every text after its length and a colon, every list after its size, so that no text
 * can be taken for anything else.
 */
final class Frames {
  private final String text;
  private int at;

  private Frames(String text) {
    this.text = text;
  }

  static String of(SliceBounds.Interval interval) {
    StringBuilder out = new StringBuilder();
    put(out, String.valueOf(interval.key().size()));
    interval.key().forEach(t -> put(out, t.columns()));
    put(out, interval.lower());
    put(out, interval.upper());
    return out.toString();
  }

  static String of(SliceBounds.Nulls nulls) {
    StringBuilder out = new StringBuilder();
    put(out, nulls.term().columns());
    return out.toString();
  }

  private static void put(StringBuilder out, @Nullable KeyBound bound) {
    if (bound == null) {
      put(out, "none");
      return;
    }
    put(out, bound.isInclusive() ? "including" : "excluding");
    put(out, bound.values());
  }

  private static void put(StringBuilder out, List<String> list) {
    put(out, String.valueOf(list.size()));
    list.forEach(t -> put(out, t));
  }

  private static void put(StringBuilder out, String text) {
    out.append(text.length()).append(':').append(text);
  }

  static SliceBounds.Interval interval(String framed) {
    Frames in = new Frames(framed);
    List<KeyTerm> key = new ArrayList<>();
    for (int i = Integer.parseInt(in.next()); i > 0; i--) {
      key.add(new KeyTerm(in.list()));
    }
    KeyBound lower = in.bound();
    return new SliceBounds.Interval(key, lower, in.bound());
  }

  static SliceBounds.Nulls nulls(String framed) {
    return new SliceBounds.Nulls(new KeyTerm(new Frames(framed).list()));
  }

  private @Nullable KeyBound bound() {
    String kind = next();
    return kind.equals("none") ? null : new KeyBound(list(), kind.equals("including"));
  }

  private List<String> list() {
    List<String> list = new ArrayList<>();
    for (int i = Integer.parseInt(next()); i > 0; i--) {
      list.add(next());
    }
    return list;
  }

  private String next() {
    int colon = text.indexOf(':', at);
    int end = colon + 1 + Integer.parseInt(text.substring(at, colon));
    at = end;
    return text.substring(colon + 1, end);
  }
}
