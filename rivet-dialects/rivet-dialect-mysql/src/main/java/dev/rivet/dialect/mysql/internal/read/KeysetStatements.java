package dev.rivet.dialect.mysql.internal.read;

import dev.rivet.dialect.mysql.internal.decode.Keys;
import dev.rivet.dialect.mysql.internal.driver.RowAccess;
import dev.rivet.dialect.mysql.internal.driver.RowLayout;
import dev.rivet.spi.dialect.support.Cells;
import dev.rivet.spi.dialect.support.PageSize;
import dev.rivet.spi.dialect.support.RowBlock;
import dev.rivet.spi.dialect.support.RowSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pages by a unique key: what comes after the last key, in key order. Comparing is left to the server, whose collation decides
 * (KS4); InnoDB keeps its rows in primary key order, so pages read neighbouring blocks.
 */
public final class KeysetStatements extends Statements {
  private static final long FIRST = 2_000;
  private static final long SMALLEST = 500;
  private static final long LARGEST = 2_000_000;

  private final String select;
  private final List<KeyColumn> key;
  private final Condition slice;
  private final Condition upper;
  private final PageSize size;
  private final String order;
  private List<Object> last = List.of();
  private long asked;
  private boolean ended;

  /**
   * Pages.
   *
   * @param select up to and with FROM
   * @param key its columns, at least one
   * @param slice condition of the slice
   * @param upper the part of it that pages after the first still need
   * @param target how long a page should take
   */
  public KeysetStatements(
      RowAccess access,
      RowLayout layout,
      String select,
      List<KeyColumn> key,
      Condition slice,
      Condition upper,
      Duration target) {
    super(access, layout);
    this.select = select;
    this.key = List.copyOf(key);
    this.slice = slice;
    this.upper = upper;
    this.size = new PageSize(target, FIRST, SMALLEST, LARGEST);
    this.order =
        key.stream()
            .map(KeyColumn::expression)
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT ?"));
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public RowSource next() throws SQLException {
    Condition condition = last.isEmpty() ? slice : after().and(upper);
    asked = size.get();
    List<Object> values = new ArrayList<>(condition.values());
    values.add(asked);
    return send(select + condition.where() + order, values);
  }

  /**
   * {@code a > ? OR a = ? AND b > ?}: in this form the server finds the place in the index, which it does not for {@code (a, b) >
   * (?, ?)}. The first column's own bound comes in front, for the optimizer to see a range at once.
   */
  private Condition after() {
    if (key.size() == 1) {
      return new Condition(key.get(0).expression() + " > ?", last);
    }
    List<String> ways = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    values.add(last.get(0));
    for (int i = 0; i < key.size(); i++) {
      StringBuilder way = new StringBuilder();
      for (int k = 0; k < i; k++) {
        way.append(key.get(k).expression()).append(" = ? AND ");
        values.add(last.get(k));
      }
      ways.add(way.append(key.get(i).expression()).append(" > ?").toString());
      values.add(last.get(i));
    }
    return new Condition(
        key.get(0).expression() + " >= ? AND (" + String.join(" OR ", ways) + ")", values);
  }

  @Override
  public void decoded(RowBlock block, int rows) {
    List<Object> values = new ArrayList<>(key.size());
    for (KeyColumn column : key) {
      Cells cells = block.column(column.index());
      values.add(
          Keys.value(
              column.wire(),
              column.isUnsigned(),
              cells.data(rows - 1),
              cells.position(rows - 1),
              cells.length(rows - 1)));
    }
    last = values;
  }

  @Override
  public void done(long rows, Duration elapsed) {
    if (rows < asked) {
      ended = true;
    } else {
      size.took(elapsed);
    }
  }
}
