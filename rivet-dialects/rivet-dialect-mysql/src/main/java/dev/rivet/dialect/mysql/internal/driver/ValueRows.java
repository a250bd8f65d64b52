package dev.rivet.dialect.mysql.internal.driver;

import dev.rivet.spi.dialect.support.RowBlock;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows whose values are asked for one by one, each in an array of its own. */
final class ValueRows extends ResultRows {
  private final ResultSet result;
  private final RowLayout layout;
  private final Getter getter;
  private final RowBlock block;

  /** Gives one value in its wire form. */
  @FunctionalInterface
  interface Getter {
    byte @Nullable [] get(ResultSet result, int column) throws SQLException;
  }

  ValueRows(Running running, ResultSet result, RowLayout layout, Getter getter) {
    super(running, result);
    this.result = result;
    this.layout = layout;
    this.getter = getter;
    this.block = RowBlock.separate(layout.columns());
  }

  @Override
  public RowBlock block() {
    return block;
  }

  @Override
  int read(int index) throws SQLException {
    if (!result.next()) {
      return -1;
    }
    int size = 0;
    for (int c = 0; c < layout.columns(); c++) {
      byte[] value = getter.get(result, c);
      if (value == null) {
        block.column(c).setNull(index);
        continue;
      }
      if (value.length > layout.limit().bytes() && c < layout.outputs()) {
        throw layout.limit().exceeded(c, value.length);
      }
      int width = layout.wires().get(c).width();
      if (width > 0 && value.length != width) {
        throw new SQLException("a value of " + value.length + " bytes where its type has " + width);
      }
      block.column(c).set(index, value, 0, value.length);
      size += 1 + value.length;
    }
    return size;
  }

  @Override
  boolean skip() throws SQLException {
    return result.next();
  }
}
