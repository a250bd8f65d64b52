package dev.rivet.extract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read: a table-like object of the catalog, or a query. Immutable. */
public sealed interface Relation {

  /**
   * A table, view, materialised view or partitioned parent. Names are taken literally and quoted by the dialect; no
   * spelling can break out (ED2).
   *
   * @param schemaName schema, or null for the connection's search path
   * @param name the object's name
   */
  record Table(@Nullable String schemaName, String name) implements Relation {
    /** Refuses empty names and NUL. */
    public Table {
      requireNonNull(name, "name");
      if (name.isEmpty() || (schemaName != null && schemaName.isEmpty())) {
        throw new IllegalArgumentException("table name must not be empty");
      }
      if (name.indexOf('\0') >= 0 || (schemaName != null && schemaName.indexOf('\0') >= 0)) {
        throw new IllegalArgumentException("table name contains NUL");
      }
    }

    /** The schema, if given. */
    public Optional<String> schema() {
      return Optional.ofNullable(schemaName);
    }

    @Override
    public String toString() {
      return schemaName == null ? name : schemaName + "." + name;
    }
  }

  /**
   * A single SELECT, run as it is: wrapped, never edited (SQ3).
   *
   * @param sql the statement without trailing semicolon
   */
  record Query(String sql) implements Relation {
    /** Refuses blank text. */
    public Query {
      if (sql.isBlank()) {
        throw new IllegalArgumentException("query must not be blank");
      }
    }

    @Override
    public String toString() {
      return sql;
    }
  }
}
