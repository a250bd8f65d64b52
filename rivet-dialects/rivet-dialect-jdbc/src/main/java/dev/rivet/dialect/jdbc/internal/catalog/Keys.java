package dev.rivet.dialect.jdbc.internal.catalog;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a table, as far as reading needs them. Immutable.
 *
 * @param primary columns of the primary key, empty if there is none
 * @param leading columns that lead an index
 */
public record Keys(List<String> primary, List<String> leading) {
  /** No key at all. */
  public static final Keys NONE = new Keys(List.of(), List.of());

  /** Copies the lists. */
  public Keys {
    primary = List.copyOf(primary);
    leading = List.copyOf(leading);
  }

  /** Asks the driver; one that does not know says none. */
  public static Keys of(
      DatabaseMetaData metaData, @Nullable String catalog, @Nullable String schema, String table)
      throws SQLException {
    TreeMap<Integer, String> primary = new TreeMap<>();
    try (ResultSet rows = metaData.getPrimaryKeys(catalog, schema, table)) {
      while (rows.next()) {
        primary.put((int) rows.getShort(5), rows.getString(4));
      }
    }
    List<String> leading = new ArrayList<>();
    try (ResultSet rows = metaData.getIndexInfo(catalog, schema, table, false, true)) {
      while (rows.next()) {
        String column = rows.getString(9);
        if (rows.getShort(7) != DatabaseMetaData.tableIndexStatistic
            && rows.getShort(8) == 1
            && column != null
            && !leading.contains(column)) {
          leading.add(column);
        }
      }
    }
    List<String> key = List.copyOf(primary.values());
    if (!key.isEmpty() && !leading.contains(key.get(0))) {
      leading.add(key.get(0));
    }
    return new Keys(key, leading);
  }
}
