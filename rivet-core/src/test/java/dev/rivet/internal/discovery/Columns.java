package dev.rivet.internal.discovery;

import dev.rivet.spi.dialect.CatalogColumn;
import dev.rivet.spi.dialect.CatalogColumn.Family;
import dev.rivet.spi.dialect.CatalogTable;
import java.util.List;
import java.util.OptionalLong;

/** Short forms for tests. */
final class Columns {
  private Columns() {}

  static CatalogColumn id() {
    return new CatalogColumn("id", "bigint", Family.INTEGER, false, true, true);
  }

  static CatalogColumn integer(String name) {
    return new CatalogColumn(name, "integer", Family.INTEGER, false, false, false);
  }

  static CatalogColumn text(String name) {
    return new CatalogColumn(name, "text", Family.OTHER, true, false, false);
  }

  static CatalogColumn numeric(String name) {
    return new CatalogColumn(name, "numeric", Family.UNBOUNDED_DECIMAL, true, false, false);
  }

  static CatalogColumn time(String name) {
    return new CatalogColumn(name, "timestamptz", Family.TIMESTAMP, false, false, true);
  }

  static CatalogColumn nullableTime(String name) {
    return new CatalogColumn(name, "timestamptz", Family.TIMESTAMP, true, false, true);
  }

  static CatalogColumn unindexedTime(String name) {
    return new CatalogColumn(name, "timestamptz", Family.TIMESTAMP, false, false, false);
  }

  static CatalogTable table(long rows, CatalogColumn... columns) {
    return table("table", OptionalLong.of(rows), columns);
  }

  static CatalogTable table(String kind, OptionalLong rows, CatalogColumn... columns) {
    boolean hasKey = List.of(columns).stream().anyMatch(CatalogColumn::isPrimaryKey);
    return new CatalogTable(
        "public", "t", kind, rows, OptionalLong.of(8192), hasKey, true, List.of(columns));
  }
}
