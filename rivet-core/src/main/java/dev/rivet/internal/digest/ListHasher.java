package dev.rivet.internal.digest;

import dev.rivet.internal.batch.Blocks;
import dev.rivet.internal.batch.Offsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Lists, and maps as lists of keys and values. */
final class ListHasher extends CellHasher {
  private static final int ELEMENTS = 1_024;

  private final Offsets offsets = new Offsets();
  private final List<CellHasher> parts;
  private final long[][] laneA;
  private final long[][] laneB;

  /** Of lists with one part per element, or of maps with two. */
  ListHasher(Key key, List<CellHasher> parts) {
    super(key);
    this.parts = parts;
    this.laneA = new long[parts.size()][ELEMENTS];
    this.laneB = new long[parts.size()][ELEMENTS];
  }

  @Override
  void hashValues(FieldVector vector, int from, int rows, long[] a, long[] b) {
    offsets.load(vector, from, rows);
    for (int i = 0; i < rows; i++) {
      long framed = offsets.length(i) * Mix.LENGTH;
      a[i] = key.a() ^ framed;
      b[i] = key.b() ^ framed;
    }
    FieldVector elements = ((ListVector) vector).getDataVector();
    int total = offsets.total();
    int row = 0;
    for (int at = 0; at < total; ) {
      int count = Blocks.rows(elements, offsets.first() + at, Math.min(ELEMENTS, total - at));
      hashParts(elements, offsets.first() + at, count);
      row = addParts(row, at, count, a, b);
      at += count;
    }
    for (int i = 0; i < rows; i++) {
      a[i] = Mix.a(a[i] + Mix.LIST_A);
      b[i] = Mix.b(b[i] + Mix.LIST_B);
    }
  }

  private void hashParts(FieldVector elements, int from, int count) {
    for (int p = 0; p < parts.size(); p++) {
      FieldVector part =
          elements instanceof StructVector entries
              ? entries.getChildrenFromFields().get(p)
              : elements;
      parts.get(p).hash(part, from, count, laneA[p], laneB[p]);
    }
  }

  /** Adds the elements at {@code at} and after to their rows; gives the row of the last. */
  private int addParts(int firstRow, int at, int count, long[] a, long[] b) {
    int row = firstRow;
    for (int e = 0; e < count; e++) {
      while (at + e >= offsets.start(row + 1)) {
        row++;
      }
      for (int p = 0; p < parts.size(); p++) {
        a[row] = Mix.a(a[row] ^ laneA[p][e]);
        b[row] = Mix.b(b[row] ^ laneB[p][e]);
      }
    }
    return row;
  }
}
