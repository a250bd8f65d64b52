package dev.rivet.internal.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a set of rows holds, independent of order: equal digests mean equal contents. Those of disjoint sets add up to that of
 * their union. Immutable; {@link BatchDigest} has the definition.
 *
 * @param rows number of rows
 * @param rowSum sum of the row digests modulo 2^128, 32 lower-case hex digits
 * @param columnSums sum of the cell hashes modulo 2^128 per column, 32 lower-case hex digits each
 */
public record ContentDigest(long rows, String rowSum, List<String> columnSums) {
  /** Names the definition; comparing digests of different definitions means nothing. */
  public static final String DEFINITION = "rivet-digest-1";

  private static final Pattern SUM = Pattern.compile("[0-9a-f]{32}");

  /** Checks the texts. */
  public ContentDigest {
    columnSums = List.copyOf(columnSums);
    if (rows < 0) {
      throw new IllegalArgumentException("rows must not be negative: " + rows);
    }
    checkSum(rowSum);
    columnSums.forEach(ContentDigest::checkSum);
  }

  private static void checkSum(String sum) {
    if (!SUM.matcher(sum).matches()) {
      throw new IllegalArgumentException("not 32 lower-case hex digits: '" + sum + "'");
    }
  }

  /** Of no rows. */
  public static ContentDigest empty(int columns) {
    String zero = new Sum128().toHex();
    return new ContentDigest(0, zero, java.util.Collections.nCopies(columns, zero));
  }

  /** Of the rows of both. */
  public ContentDigest plus(ContentDigest other) {
    if (columnSums.size() != other.columnSums.size()) {
      throw new IllegalArgumentException(
          "digests of "
              + columnSums.size()
              + " and "
              + other.columnSums.size()
              + " columns do not add up");
    }
    List<String> sums = new ArrayList<>(columnSums.size());
    for (int c = 0; c < columnSums.size(); c++) {
      sums.add(sum(columnSums.get(c), other.columnSums.get(c)));
    }
    return new ContentDigest(Math.addExact(rows, other.rows), sum(rowSum, other.rowSum), sums);
  }

  private static String sum(String left, String right) {
    Sum128 sum = new Sum128();
    sum.addHex(left);
    sum.addHex(right);
    return sum.toHex();
  }

  /** Reads what {@link #toString()} wrote. */
  public static ContentDigest parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(DEFINITION)) {
      throw new IllegalArgumentException("not a digest of " + DEFINITION + ": '" + text + "'");
    }
    List<String> columns = parts[3].isEmpty() ? List.of() : List.of(parts[3].split(",", -1));
    return new ContentDigest(Long.parseLong(parts[1]), parts[2], columns);
  }

  /** {@code rivet-digest-1:rows:row sum:column sum,column sum,…}. */
  @Override
  public String toString() {
    return DEFINITION + ":" + rows + ":" + rowSum + ":" + String.join(",", columnSums);
  }
}
