package dev.rivet.dialect.sqlserver.internal.column;

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
 * @param expression its SQL
 * @param arrival how values lie in their cells
 * @param rules what happens to special values
 */
public record ColumnPlan(
    ColumnMapping mapping,
    Getter getter,
    String expression,
    ValueDecoders.Arrival arrival,
    ValueRules rules)
    implements PlannedColumn {

  @Override
  public ColumnDecoder decoder(FieldVector vector) {
    return ValueDecoders.of(arrival, mapping.type(), vector, rules);
  }
}
