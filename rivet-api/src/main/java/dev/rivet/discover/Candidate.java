package dev.rivet.discover;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A column that could serve as cursor or chunk key. Immutable.
 *
 * @param column name of the column
 * @param dataType type in the source
 * @param isNullable whether the catalog allows NULL
 * @param isPrimaryKey whether the primary key is this column and no other
 * @param isIndexed whether a B-tree index starts with it
 * @param score more is better; comparable within one list only
 * @param reasons what the score is made of, for example {@code timestamp +40}
 */
public record Candidate(
    String column,
    String dataType,
    boolean isNullable,
    boolean isPrimaryKey,
    boolean isIndexed,
    int score,
    List<String> reasons) {

  /** Copies the list. */
  public Candidate {
    requireNonNull(column, "column");
    requireNonNull(dataType, "dataType");
    reasons = List.copyOf(reasons);
  }

  /** {@code updated_at (80)}. */
  @Override
  public String toString() {
    return column + " (" + score + ")";
  }
}
