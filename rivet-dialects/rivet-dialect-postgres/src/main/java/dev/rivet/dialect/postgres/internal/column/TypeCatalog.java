package dev.rivet.dialect.postgres.internal.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of a result and those they are made of, read with one statement. Immutable. */
public final class TypeCatalog {
  private static final String SQL =
      """
      WITH RECURSIVE needed(id) AS (
        SELECT unnest(string_to_array(?, ',')::pg_catalog.oid[])
        UNION
        SELECT v.id FROM needed n JOIN pg_catalog.pg_type t ON t.oid = n.id
          CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS v(id)
        WHERE v.id <> 0)
      SELECT t.oid::pg_catalog.int8, n.nspname, t.typname, t.typtype,
        t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0 AND e.typarray = t.oid,
        t.typelem::pg_catalog.int8, t.typbasetype::pg_catalog.int8, t.typtypmod,
        coalesce((SELECT pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.proname)
          FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace WHERE p.oid = t.typsend), '')
      FROM needed x
      JOIN pg_catalog.pg_type t ON t.oid = x.id
      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
      """;

  private final Map<Long, PgType> types;

  private TypeCatalog(Map<Long, PgType> types) {
    this.types = Map.copyOf(types);
  }

  /** Reads the types with these ids. */
  public static TypeCatalog load(Connection connection, Collection<Long> oids) throws SQLException {
    Map<Long, PgType> found = new HashMap<>();
    if (!oids.isEmpty()) {
      try (PreparedStatement statement = connection.prepareStatement(SQL)) {
        statement.setString(
            1, oids.stream().distinct().map(String::valueOf).collect(Collectors.joining(",")));
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            PgType type = read(rows);
            found.put(type.oid(), type);
          }
        }
      }
    }
    return new TypeCatalog(found);
  }

  private static PgType read(ResultSet rows) throws SQLException {
    return new PgType(
        rows.getLong(1),
        rows.getString(2),
        rows.getString(3),
        rows.getString(4).charAt(0),
        rows.getBoolean(5),
        rows.getLong(6),
        rows.getLong(7),
        rows.getInt(8),
        rows.getString(9));
  }

  /** Whether the type of this name, of the server itself, is among them. */
  public boolean hasBuiltIn(String name) {
    return types.values().stream().anyMatch(t -> t.isBuiltIn() && t.name().equals(name));
  }

  /** The type with this id. */
  PgType get(long oid) {
    PgType type = types.get(oid);
    if (type == null) {
      throw new IllegalStateException("type " + oid + " vanished from the catalog");
    }
    return type;
  }
}
