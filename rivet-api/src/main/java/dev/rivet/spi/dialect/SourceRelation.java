package dev.rivet.spi.dialect;

import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.type.ColumnMapping;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** A relation as one session sees it. Belongs to its session: same thread, same lifetime. */
public interface SourceRelation {

  /** The output columns in order, with overrides and policies applied. Columns without mapping are left out and are problems. */
  List<ColumnMapping> columns();

  /** Everything wrong with the definition against this source; planning refuses if it is not empty. */
  List<Problem> problems();

  /** Advisory remarks for the plan (lossy columns, text fallbacks, case-insensitive matches). */
  List<Problem> warnings();

  /** Catalog facts; estimates, never a scan. */
  RelationFacts facts() throws SQLException;

  /**
   * Smallest and largest key and whether NULL keys exist (CH1, CH4, CH5).
   *
   * @param column an integer column, see {@link RelationFacts#integerColumns()}
   */
  KeyRange keyRange(String column) throws SQLException;

  /** Counts rows with exactly the predicate that {@link #read} uses (RC2). */
  long count(SliceBounds bounds) throws SQLException;

  /**
   * Reads the rows of a slice.
   *
   * @param bounds which rows
   * @param options batch and statement limits
   * @param allocator owner of the batch memory
   */
  BatchReader read(SliceBounds bounds, ReadOptions options, BufferAllocator allocator)
      throws SQLException;
}
