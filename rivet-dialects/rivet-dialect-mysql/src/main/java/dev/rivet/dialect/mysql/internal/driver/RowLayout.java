package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.CellLimit;
import java.util.List;

/**
 * What a row of our statements looks like: a marker of one character, the columns, another marker. Immutable.
 *
 * @param wires form of each column
 * @param limit largest cell of an output column
 * @param outputs how many of the columns are written; the rest are keys
 */
public record RowLayout(List<Wire> wires, CellLimit limit, int outputs) {
  /** What the first column of every statement holds. */
  public static final char FIRST = 'r';

  /** What the last one holds. */
  public static final char LAST = 'e';

  /** Copies the list. */
  public RowLayout {
    wires = List.copyOf(wires);
  }

  /** Columns between the markers. */
  public int columns() {
    return wires.size();
  }
}
