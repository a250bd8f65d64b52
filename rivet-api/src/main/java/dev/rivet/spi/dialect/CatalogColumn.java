package dev.rivet.spi.dialect;

import static java.util.Objects.requireNonNull;

/**
 * A column as the catalog describes it. Immutable.
 *
 * @param name its name
 * @param nativeType the source's type with length or precision
 * @param family what it could be used for
 * @param isNullable whether the catalog allows NULL
 * @param isPrimaryKey whether the primary key is this column and no other
 * @param isIndexed whether a complete, valid B-tree index starts with it
 */
public record CatalogColumn(
    String name,
    String nativeType,
    Family family,
    boolean isNullable,
    boolean isPrimaryKey,
    boolean isIndexed) {

  /** What a column could be used for. */
  public enum Family {
    /** Integers of at most 64 bits: chunk keys. */
    INTEGER,
    /** Date and timestamps: cursors. */
    TIMESTAMP,
    /** Exact decimals without precision: need a type. */
    UNBOUNDED_DECIMAL,
    /** Everything else. */
    OTHER
  }

  /** Checks for null. */
  public CatalogColumn {
    requireNonNull(name, "name");
    requireNonNull(nativeType, "nativeType");
    requireNonNull(family, "family");
  }
}
