package dev.rivet.dialect.mysql.internal.session;

import dev.rivet.dialect.mysql.internal.column.ColumnPlan;
import dev.rivet.dialect.mysql.internal.column.ColumnPlanner;
import dev.rivet.dialect.mysql.internal.column.SourceColumn;
import dev.rivet.dialect.mysql.internal.decode.Decoders;
import dev.rivet.dialect.mysql.internal.decode.Keys;
import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.dialect.mysql.internal.driver.RowAccess;
import dev.rivet.dialect.mysql.internal.driver.RowLayout;
import dev.rivet.dialect.mysql.internal.read.Condition;
import dev.rivet.dialect.mysql.internal.read.KeyColumn;
import dev.rivet.dialect.mysql.internal.read.KeysetStatements;
import dev.rivet.dialect.mysql.internal.read.Statements;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.support.CellLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a slice is cut into short statements: by the key InnoDB keeps its rows by. A slice by another column is one statement, as its
 * own index finds the rows; so is one of a table without key.
 */
final class Paging {
  private static final int MOST_KEY_COLUMNS = 4;

  private final RowAccess access;
  private final List<ColumnPlan> columns;
  private final List<SourceColumn> visible;
  private final List<SourceColumn> hidden;
  private final String from;
  private final ReadOptions options;
  private final List<String> expressions = new ArrayList<>();
  private final List<Wire> wires = new ArrayList<>();

  Paging(
      RowAccess access,
      List<ColumnPlan> columns,
      List<SourceColumn> visible,
      List<SourceColumn> hidden,
      String from,
      ReadOptions options) {
    this.access = access;
    this.columns = columns;
    this.visible = visible;
    this.hidden = hidden;
    this.from = from;
    this.options = options;
    for (ColumnPlan column : columns) {
      expressions.add(MySqlRelation.name(column.mapping().name()));
      wires.add(column.arrival().wire());
    }
  }

  Statements choose(List<String> key, SliceBounds bounds, Condition condition) {
    boolean paged =
        !options.statementTarget().isZero()
            && (bounds instanceof SliceBounds.Whole || isByKey(key, bounds));
    List<KeyColumn> keys = paged ? keys(key) : List.of();
    // Keys that no output column carries have been added to the list by now.
    String select = "SELECT " + access.list(expressions, wires) + " FROM " + from;
    RowLayout layout =
        new RowLayout(wires, CellLimit.of(options.maxValue().bytes(), columns), columns.size());
    if (keys.isEmpty()) {
      return Statements.one(access, layout, select, condition);
    }
    Condition upper =
        bounds instanceof SliceBounds.Range range
            ? new Condition(keys.get(0).expression() + " <= ?", List.of(range.to()))
            : Condition.NONE;
    return new KeysetStatements(
        access, layout, select, keys, condition, upper, options.statementTarget());
  }

  /** A range of the key's first column is a range of the key. */
  private static boolean isByKey(List<String> key, SliceBounds bounds) {
    return bounds instanceof SliceBounds.Range range
        && !key.isEmpty()
        && key.get(0).equals(range.column());
  }

  /** The key's columns, or none if pages cannot follow it. */
  private List<KeyColumn> keys(List<String> key) {
    if (key.isEmpty() || key.size() > MOST_KEY_COLUMNS) {
      return List.of();
    }
    List<KeyColumn> keys = new ArrayList<>();
    List<Wire> more = new ArrayList<>();
    for (String name : key) {
      int index = index(name);
      if (index >= 0) {
        Decoders.Arrival arrival = columns.get(index).arrival();
        keys.add(
            new KeyColumn(MySqlRelation.name(name), index, arrival.wire(), arrival.unsigned()));
      } else {
        Optional<SourceColumn> column = invisible(name);
        Optional<Wire> wire = column.flatMap(c -> wire(c));
        if (column.isEmpty() || wire.isEmpty()) {
          return List.of();
        }
        keys.add(
            new KeyColumn(
                MySqlRelation.name(name),
                columns.size() + more.size(),
                wire.get(),
                column.get().isUnsigned()));
        more.add(wire.get());
      }
    }
    if (!keys.stream().allMatch(k -> Keys.isUsable(k.wire())) || !isOrdered(key)) {
      return List.of();
    }
    for (KeyColumn k : keys) {
      if (k.index() >= columns.size()) {
        expressions.add(k.expression());
        wires.add(k.wire());
      }
    }
    return keys;
  }

  /** Enums and sets sort by number but compare by label; a page after a label would skip rows. */
  private boolean isOrdered(List<String> key) {
    for (String name : key) {
      boolean ordered =
          Stream.concat(visible.stream(), hidden.stream())
              .filter(c -> c.name().equals(name))
              .noneMatch(
                  c ->
                      switch (c.base()) {
                        case "enum", "set", "uuid", "inet4", "inet6" -> true;
                        default -> false;
                      });
      if (!ordered) {
        return false;
      }
    }
    return true;
  }

  private int index(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mapping().name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<SourceColumn> invisible(String name) {
    return hidden.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private static Optional<Wire> wire(SourceColumn column) {
    return ColumnPlanner.wire(column);
  }
}
