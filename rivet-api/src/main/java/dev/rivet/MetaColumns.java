package dev.rivet;

import dev.rivet.type.ColumnMapping;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Columns that a run adds behind those of the source (MT1). They are in files and manifest, but are no part of drift, quality or
 * content digests, which are about the source. Immutable. Default: none.
 *
 * @param isExportedAt {@value #EXPORTED_AT}: when the run began, UTC in microseconds; the same in every row of a run, also of
 *     one that was resumed
 * @param isRowHash {@value #ROW_HASH}: 64 bits of the row's digest; equal rows of equal columns have equal ones. Values are framed
 *     by column and length, and NULL is not the empty text
 */
public record MetaColumns(boolean isExportedAt, boolean isRowHash) {
  /** Name of the column with the run's time. */
  public static final String EXPORTED_AT = "_rivet_exported_at";

  /** Name of the column with the row's hash. */
  public static final String ROW_HASH = "_rivet_row_hash";

  private static final String NATIVE_TYPE = "rivet";

  /** None. */
  public static MetaColumns none() {
    return new MetaColumns(false, false);
  }

  /** The added columns, in order. */
  public List<ColumnMapping> columns() {
    List<ColumnMapping> columns = new ArrayList<>();
    if (isExportedAt) {
      columns.add(column(EXPORTED_AT, RivetType.timestampUtc()));
    }
    if (isRowHash) {
      columns.add(column(ROW_HASH, RivetType.int64()));
    }
    return List.copyOf(columns);
  }

  private static ColumnMapping column(String name, RivetType type) {
    return new ColumnMapping(name, NATIVE_TYPE, type, false, Fidelity.EXACT, Map.of());
  }
}
