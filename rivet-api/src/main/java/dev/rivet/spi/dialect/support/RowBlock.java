package dev.rivet.spi.dialect.support;

/** A few rows whose cells have been located but not decoded. Reused; one thread at a time. */
public final class RowBlock {
  /** Rows per block: enough to make one loop per column pay, few enough to stay in the processor's cache. */
  public static final int ROWS = 512;

  private final Cells[] columns;

  private RowBlock(Cells[] columns) {
    this.columns = columns;
  }

  /** For sources where the cells of a row lie in one array. */
  public static RowBlock shared(int columns, byte[][] rows) {
    Cells[] cells = new Cells[columns];
    for (int c = 0; c < columns; c++) {
      cells[c] = new Cells(rows);
    }
    return new RowBlock(cells);
  }

  /** For results, where each cell has an array of its own. */
  public static RowBlock separate(int columns) {
    Cells[] cells = new Cells[columns];
    for (int c = 0; c < columns; c++) {
      cells[c] = new Cells(ROWS);
    }
    return new RowBlock(cells);
  }

  /** The cells of a column. */
  public Cells column(int index) {
    return columns[index];
  }

  /** Keeps one row, as the first. */
  void keep(int row) {
    for (Cells cells : columns) {
      cells.move(row, 0);
    }
  }
}
