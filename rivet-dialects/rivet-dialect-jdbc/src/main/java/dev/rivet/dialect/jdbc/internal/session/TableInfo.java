package dev.rivet.dialect.jdbc.internal.session;

import dev.rivet.dialect.jdbc.internal.catalog.TableList;
import dev.rivet.extract.Relation;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as the driver's metadata has it. Immutable.
 *
 * @param catalogName its catalog, or null
 * @param schemaName its schema, or null
 * @param name its name
 * @param kind as in {@link dev.rivet.spi.dialect.RelationFacts#kind()}
 */
record TableInfo(
    @Nullable String catalogName, @Nullable String schemaName, String name, String kind) {

  /** The table of that very name, or the only one that differs in case alone. */
  static Optional<TableInfo> find(Connection connection, Names names, Relation.Table table)
      throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    String catalog = names.hasCatalogs() ? connection.getCatalog() : null;
    String wantedSchema = table.schema().orElse(null);
    if (wantedSchema != null && !names.hasSchemas() && names.hasCatalogs()) {
      catalog = wantedSchema;
      wantedSchema = null;
    }
    List<TableInfo> exact = list(metaData, names, catalog, wantedSchema, table.name());
    if (exact.isEmpty()) {
      exact =
          list(metaData, names, catalog, null, null).stream()
              .filter(t -> t.name().equalsIgnoreCase(table.name()))
              .toList();
    }
    if (wantedSchema != null) {
      String schema = wantedSchema;
      return only(exact.stream().filter(t -> schema.equalsIgnoreCase(t.schemaName())).toList());
    }
    String current = names.hasSchemas() ? connection.getSchema() : null;
    List<TableInfo> here =
        exact.stream().filter(t -> current == null || current.equals(t.schemaName())).toList();
    return here.isEmpty() ? only(exact) : only(here);
  }

  /** Everything a query may name after FROM, in lower case, wherever it is. */
  static Set<String> allNames(Connection connection) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
      while (rows.next()) {
        names.add(String.valueOf(rows.getString(3)).toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Names of the columns that cannot be NULL. */
  Set<String> notNull(Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    Names names = Names.of(metaData);
    Set<String> found = new HashSet<>();
    try (ResultSet rows =
        metaData.getColumns(
            catalogName,
            schemaName == null ? null : names.pattern(schemaName),
            names.pattern(name),
            "%")) {
      while (rows.next()) {
        if (name.equals(rows.getString(3)) && rows.getInt(11) == DatabaseMetaData.columnNoNulls) {
          found.add(String.valueOf(rows.getString(4)));
        }
      }
    }
    return found;
  }

  private static Optional<TableInfo> only(List<TableInfo> found) {
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static List<TableInfo> list(
      DatabaseMetaData metaData,
      Names names,
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name)
      throws SQLException {
    List<TableInfo> found = new ArrayList<>();
    try (ResultSet rows =
        metaData.getTables(
            catalog,
            schema == null ? null : names.pattern(schema),
            name == null ? "%" : names.pattern(name),
            null)) {
      while (rows.next()) {
        String actual = rows.getString(3);
        if (name == null || name.equals(actual)) {
          found.add(
              new TableInfo(
                  rows.getString(1),
                  rows.getString(2),
                  actual,
                  TableList.kind(String.valueOf(rows.getString(4)))));
        }
      }
    }
    return found;
  }
}
