package dev.rivet.spi.dialect;

import java.sql.SQLException;
import java.util.List;

/**
 * A session that can list the tables of its database; needed by {@code rivet.discover()}. Read-only catalog queries: no table is
 * scanned or locked beyond what reading its size takes (DI5).
 */
public interface CatalogSession extends SourceSession {
  /** Every table-like relation outside the server's own schemas, by schema and name; partitions are part of their parent. */
  List<CatalogTable> tables() throws SQLException;

  /**
   * Those of one schema.
   *
   * @param schema exact name; an unknown one gives an empty list
   */
  List<CatalogTable> tables(String schema) throws SQLException;
}
