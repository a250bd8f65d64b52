package dev.rivet.dialect.jdbc.internal.driver;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** Databases whose drivers are known to need care. */
public enum Product {
  /** H2. */
  H2,
  /** SQLite: types are hints there, any column may hold anything. */
  SQLITE,
  /** DuckDB. */
  DUCKDB,
  /** Any other, taken at its metadata's word. */
  OTHER;

  /** Which one a connection leads to. */
  public static Product of(DatabaseMetaData metaData) throws SQLException {
    String name = String.valueOf(metaData.getDatabaseProductName()).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "h2" -> H2;
      case "sqlite" -> SQLITE;
      case "duckdb" -> DUCKDB;
      default -> OTHER;
    };
  }
}
