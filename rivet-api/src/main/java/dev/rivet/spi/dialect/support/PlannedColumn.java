package dev.rivet.spi.dialect.support;

import dev.rivet.type.ColumnMapping;
import org.apache.arrow.vector.FieldVector;

/** One output column as a dialect has planned it. Immutable. */
public interface PlannedColumn {
  /** What the plan says. */
  ColumnMapping mapping();

  /** What happens to special values. */
  ValueRules rules();

  /** A new decoder that fills a vector of the mapping's type. */
  ColumnDecoder decoder(FieldVector vector);
}
