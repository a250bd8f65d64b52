package dev.rivet.inspect;

import static java.util.Objects.requireNonNull;

import dev.rivet.spi.json.JsonCodec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows with two faces: a plain-text table for people and JSON for programs. The text has one heading line, columns padded to
 * their widest cell and {@code -} for what is not there; an empty listing is the heading alone. Immutable.
 *
 * @param <T> what a row is
 */
public final class Listing<T> {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final List<T> rows;
  private final List<String> header;
  private final Function<T, List<String>> cells;

  private Listing(List<T> rows, List<String> header, Function<T, List<String>> cells) {
    this.rows = List.copyOf(rows);
    this.header = List.copyOf(header);
    this.cells = cells;
  }

  /**
   * Rows and how to show them.
   *
   * @param header names of the columns
   * @param cells the cells of a row, as many as there are names
   */
  public static <T> Listing<T> of(
      List<T> rows, List<String> header, Function<T, List<String>> cells) {
    return new Listing<>(rows, header, requireNonNull(cells, "cells"));
  }

  /** The rows. */
  public List<T> rows() {
    return rows;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The rows as a JSON array. */
  public String toJson() {
    return JsonCodec.instance().write(rows);
  }

  /** A cell that may be absent. */
  public static String cell(@Nullable Object value) {
    return value == null || value.toString().isEmpty() ? "-" : oneLine(value.toString());
  }

  /** A time as {@code 2026-04-18 12:20:15 UTC}. */
  public static String cell(@Nullable Instant at) {
    return at == null ? "-" : SECONDS.format(at);
  }

  /** A number with thousands separated. */
  public static String cell(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String oneLine(String text) {
    String line = text.lines().findFirst().orElse("-");
    return line.length() > 160 ? line.substring(0, 159) + "…" : line;
  }

  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(row -> lines.add(cells.apply(row)));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        row.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
