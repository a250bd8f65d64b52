package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalLong;

/**
 * A table-like relation as the catalog describes it. Immutable.
 *
 * @param schema its schema
 * @param name its name
 * @param kind as in {@link RelationFacts#kind()}
 * @param rowEstimate estimated rows, empty if unknown
 * @param totalBytes bytes on disk with indexes, empty if it has none of its own
 * @param hasPrimaryKey whether there is a primary key of any shape
 * @param hasUpdateTrigger whether a trigger of the application runs before every updated row, as those do that keep an update time
 * @param columns the columns this account may read, in order
 */
public record CatalogTable(
    String schema,
    String name,
    String kind,
    OptionalLong rowEstimate,
    OptionalLong totalBytes,
    boolean hasPrimaryKey,
    boolean hasUpdateTrigger,
    List<CatalogColumn> columns) {

  /** Copies the list. */
  public CatalogTable {
    requireNonNull(schema, "schema");
    requireNonNull(name, "name");
    requireNonNull(kind, "kind");
    requireNonNull(rowEstimate, "rowEstimate");
    requireNonNull(totalBytes, "totalBytes");
    columns = List.copyOf(columns);
  }
}
