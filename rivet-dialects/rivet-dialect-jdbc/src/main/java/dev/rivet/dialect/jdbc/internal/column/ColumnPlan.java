package dev.rivet.dialect.jdbc.internal.column;

import dev.rivet.dialect.jdbc.internal.driver.Getter;
import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.PlannedColumn;
import dev.rivet.spi.dialect.support.ValueDecoders;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.ColumnMapping;
import org.apache.arrow.vector.FieldVector;

/**
 * One output column: where it comes from and what it becomes. Immutable.
 *
 * @param mapping what the plan says
 * @param getter how values are asked for
 * @param arrival how they lie in their cells
 * @param rules what happens to special values
 * @param isPlain whether the adapter's own consumer writes exactly this type
 */
public record ColumnPlan(
    ColumnMapping mapping,
    Getter getter,
    ValueDecoders.Arrival arrival,
    ValueRules rules,
    boolean isPlain)
    implements PlannedColumn {

  @Override
  public ColumnDecoder decoder(FieldVector vector) {
    return ValueDecoders.of(arrival, mapping.type(), vector, rules);
  }
}
