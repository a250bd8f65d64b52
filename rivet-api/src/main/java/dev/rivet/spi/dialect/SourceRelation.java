package dev.rivet.spi.dialect;

import dev.rivet.error.Problem;
import dev.rivet.plan.SliceBounds;
import dev.rivet.type.ColumnMapping;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Optional;
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

  /**
   * Columns that intervals can be cut by, in the order of the relation. Empty if the dialect knows no intervals; definitions that
   * need them are then refused when they are planned.
   */
  default List<KeyColumn> keyColumns() throws SQLException {
    return List.of();
  }

  /** Columns of complete, valid unique indexes none of whose columns may be NULL; primary key first. */
  default List<List<String>> uniqueKeys() throws SQLException {
    return List.of();
  }

  /**
   * The key at a position of an interval, in key order.
   *
   * @param bounds the interval; its key consists of {@link #keyColumns()}
   * @param position from 0
   * @return one text per term, or empty if the interval has fewer keys
   */
  default Optional<List<String>> keyAt(SliceBounds.Interval bounds, long position)
      throws SQLException {
    throw new SQLFeatureNotSupportedException("this dialect has no key columns");
  }

  /** The last key of an interval, or empty if there is none. */
  default Optional<List<String>> lastKey(SliceBounds.Interval bounds) throws SQLException {
    throw new SQLFeatureNotSupportedException("this dialect has no key columns");
  }

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
