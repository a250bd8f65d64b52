package dev.rivet;

import dev.rivet.extract.Relation;
import java.util.ArrayList;
import java.util.List;

/** Splits {@code schema.name}; quoting here is only for dots, the dialect quotes for the database. */
final class TableNames {
  private TableNames() {}

  static Relation.Table parse(String text) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder part = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, part);
      } else {
        int dot = text.indexOf('.', at);
        int end = dot < 0 ? text.length() : dot;
        part.append(text, at, end);
        at = end;
      }
      parts.add(part.toString());
      if (at == text.length()) {
        break;
      }
      if (text.charAt(at) != '.') {
        throw new IllegalArgumentException(
            "table '" + text + "': expected '.' after a quoted part");
      }
      at++;
    }
    if (parts.size() > 2) {
      throw new IllegalArgumentException(
          "table '"
              + text
              + "' has "
              + parts.size()
              + " parts; write name or schema.name, with double quotes around a part that holds a"
              + " dot");
    }
    return parts.size() == 1
        ? new Relation.Table(null, parts.get(0))
        : new Relation.Table(parts.get(0), parts.get(1));
  }

  private static int quoted(String text, int from, StringBuilder part) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) != '"') {
        part.append(text.charAt(i));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        part.append('"');
        i++;
      } else {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("table '" + text + "': a quoted part is not closed");
  }
}
