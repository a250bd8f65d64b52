package dev.rivet.dialect.sqlserver.internal.read;

import dev.rivet.spi.dialect.support.PageSize;
import dev.rivet.spi.dialect.support.RowBlock;
import dev.rivet.spi.dialect.support.RowSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pages by a unique key: {@code TOP (n)} of what comes after the last key, in key order. Comparing is left to the server: it has its
 * own order of text and of {@code uniqueidentifier} (KS4).
 */
public final class KeysetStatements extends Statements {
  private static final long FIRST = 2_000;
  private static final long SMALLEST = 500;
  private static final long LARGEST = 2_000_000;

  private final String list;
  private final String from;
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
   * @param list select list
   * @param key its columns, at least one
   * @param slice condition of the slice
   * @param upper the part of it that pages after the first still need
   * @param target how long a page should take
   */
  public KeysetStatements(
      Link link,
      Layout layout,
      String list,
      String from,
      List<KeyColumn> key,
      Condition slice,
      Condition upper,
      Duration target) {
    super(link, layout);
    this.list = list;
    this.from = from;
    this.key = List.copyOf(key);
    this.slice = slice;
    this.upper = upper;
    this.size = new PageSize(target, FIRST, SMALLEST, LARGEST);
    this.order =
        key.stream().map(KeyColumn::expression).collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public RowSource next() throws SQLException {
    Condition condition = last.isEmpty() ? slice : after().and(upper);
    asked = size.get();
    List<Object> values = new ArrayList<>();
    values.add(asked);
    values.addAll(condition.values());
    return send("SELECT TOP (?) " + list + " FROM " + from + condition.where() + order, values);
  }

  /** {@code a >= ? AND (a > ? OR a = ? AND b > ?)}: the bound in front lets the optimizer seek. */
  private Condition after() {
    if (key.size() == 1) {
      KeyColumn only = key.get(0);
      return new Condition(only.expression() + " > " + only.parameter(), last);
    }
    List<String> ways = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    values.add(last.get(0));
    for (int i = 0; i < key.size(); i++) {
      StringBuilder way = new StringBuilder();
      for (int k = 0; k < i; k++) {
        way.append(key.get(k).expression()).append(" = ").append(key.get(k).parameter());
        way.append(" AND ");
        values.add(last.get(k));
      }
      ways.add(way + key.get(i).expression() + " > " + key.get(i).parameter());
      values.add(last.get(i));
    }
    KeyColumn first = key.get(0);
    return new Condition(
        first.expression()
            + " >= "
            + first.parameter()
            + " AND ("
            + String.join(" OR ", ways)
            + ")",
        values);
  }

  @Override
  public void decoded(RowBlock block, int rows) {
    List<Object> values = new ArrayList<>(key.size());
    for (KeyColumn column : key) {
      values.add(column.value(block.column(column.index()), rows - 1));
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
