package dev.rivet.discover;

import java.util.List;

/** Columns padded to their widest cell. */
final class TextTable {
  private TextTable() {}

  static void append(StringBuilder text, List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        row.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
  }
}
