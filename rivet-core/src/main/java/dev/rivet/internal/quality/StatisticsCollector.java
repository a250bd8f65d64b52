package dev.rivet.internal.quality;

import dev.rivet.Quality;
import dev.rivet.internal.batch.Bits;
import dev.rivet.internal.batch.Blocks;
import dev.rivet.internal.batch.Offsets;
import dev.rivet.internal.digest.CellHasher;
import dev.rivet.internal.digest.CellHashers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Collects the figures of one slice. One thread at a time. */
public final class StatisticsCollector {
  private static final int BLOCK_ROWS = 1_024;

  private final List<Field> fields;
  private final long[] nulls;
  private final long[] maxBytes;
  private final List<UniqueColumn> uniques = new ArrayList<>();
  private final Bits validity = new Bits();
  private final Offsets offsets = new Offsets();
  private long rows;

  /** Collects what the rules need, and always what is cheap. Columns the schema does not have are left to {@link QualityGate}. */
  public StatisticsCollector(Schema schema, Quality rules) {
    fields = schema.getFields();
    nulls = new long[fields.size()];
    maxBytes = new long[fields.size()];
    for (int c = 0; c < fields.size(); c++) {
      if (rules.unique().contains(fields.get(c).getName())) {
        uniques.add(
            new UniqueColumn(
                c, CellHashers.of(fields.get(c), c), new DistinctHashes(rules.uniqueLimit())));
      }
    }
  }

  /** Adds {@code count} rows of the batch, starting at row {@code from}. */
  public void add(VectorSchemaRoot batch, int from, int count) {
    List<FieldVector> vectors = batch.getFieldVectors();
    for (int at = from; at < from + count; at += BLOCK_ROWS) {
      int block = Math.min(BLOCK_ROWS, from + count - at);
      for (int c = 0; c < nulls.length; c++) {
        addBlock(c, vectors.get(c), at, block);
      }
    }
    for (UniqueColumn unique : uniques) {
      unique.add(vectors.get(unique.column), from, count);
    }
    rows += count;
  }

  private void addBlock(int column, FieldVector vector, int from, int block) {
    validity.loadValidity(vector, from, block);
    int missing = validity.zeros();
    nulls[column] += missing;
    if (vector instanceof BaseVariableWidthVector) {
      offsets.load(vector, from, block);
      int longest = 0;
      for (int i = 0; i < block; i++) {
        // A NULL may have bytes; they are nobody's.
        longest = Math.max(longest, missing == 0 || validity.isSet(i) ? offsets.length(i) : 0);
      }
      maxBytes[column] = Math.max(maxBytes[column], longest);
    }
  }

  /** The figures of the rows so far. */
  public BatchStatistics statistics() {
    Map<String, Long> nullCounts = new LinkedHashMap<>();
    Map<String, Long> lengths = new LinkedHashMap<>();
    for (int c = 0; c < nulls.length; c++) {
      Field field = fields.get(c);
      nullCounts.put(field.getName(), nulls[c]);
      switch (field.getType().getTypeID()) {
        case Utf8, Binary -> lengths.put(field.getName(), maxBytes[c]);
        default -> {}
      }
    }
    return new BatchStatistics(rows, nullCounts, lengths);
  }

  /** The values seen in the columns that must be unique. The sets stay this collector's until it is dropped. */
  public Map<String, DistinctHashes> distinct() {
    Map<String, DistinctHashes> sets = new LinkedHashMap<>();
    for (UniqueColumn unique : uniques) {
      sets.put(fields.get(unique.column).getName(), unique.hashes);
    }
    return sets;
  }

  private static final class UniqueColumn {
    private final int column;
    private final CellHasher hasher;
    private final DistinctHashes hashes;
    private final Bits validity = new Bits();
    private final long[] a = new long[BLOCK_ROWS];
    private final long[] b = new long[BLOCK_ROWS];

    UniqueColumn(int column, CellHasher hasher, DistinctHashes hashes) {
      this.column = column;
      this.hasher = hasher;
      this.hashes = hashes;
    }

    void add(FieldVector vector, int from, int count) {
      int end = from + count;
      for (int at = from; at < end && !hashes.isFull(); ) {
        int block = Blocks.rows(vector, at, Math.min(BLOCK_ROWS, end - at));
        hasher.hash(vector, at, block, a, b);
        validity.loadValidity(vector, at, block);
        for (int i = 0; i < block; i++) {
          if (validity.isSet(i)) {
            hashes.add(a[i], b[i]);
          }
        }
        at += block;
      }
    }
  }
}
