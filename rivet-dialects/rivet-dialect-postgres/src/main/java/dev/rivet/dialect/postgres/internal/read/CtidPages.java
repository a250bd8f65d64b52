package dev.rivet.dialect.postgres.internal.read;

import java.time.Duration;
import java.util.Optional;

/**
 * Pages by physical place: ranges of heap blocks. An UPDATE moves a row to another block, so this is right only within one snapshot.
 * The last range is open: the table may have grown, but what this snapshot sees cannot be further back.
 */
public final class CtidPages extends Pages {
  private static final long FIRST = 64;
  private static final long LARGEST = 1L << 20;

  private final String condition;
  private final long blocks;
  private final PageSize size;
  private long from;
  private boolean ended;

  /**
   * Pages.
   *
   * @param condition of the slice, empty for none
   * @param blocks size of the table when the snapshot was taken
   * @param target how long a page should take
   */
  public CtidPages(String condition, long blocks, Duration target) {
    this.condition = condition;
    this.blocks = blocks;
    this.size = new PageSize(target, FIRST, 1, LARGEST);
  }

  @Override
  Optional<String> next() {
    if (ended) {
      return Optional.empty();
    }
    long to = from + size.get();
    StringBuilder sql = new StringBuilder(" WHERE _rivet.ctid >= '(").append(from).append(",0)'");
    if (to < blocks) {
      sql.append(" AND _rivet.ctid < '(").append(to).append(",0)'");
      from = to;
    } else {
      ended = true;
    }
    return Optional.of(condition.isEmpty() ? sql.toString() : sql + " AND " + condition);
  }

  @Override
  void done(long rows, byte[] lastKey, Duration elapsed) {
    size.took(elapsed);
  }
}
