package dev.rivet.dialect.mysql.internal.column;

import dev.rivet.dialect.mysql.internal.decode.Decoders;
import dev.rivet.spi.dialect.support.ColumnDecoder;
import dev.rivet.spi.dialect.support.PlannedColumn;
import dev.rivet.spi.dialect.support.ValueRules;
import dev.rivet.type.ColumnMapping;
import org.apache.arrow.vector.FieldVector;

/**
 * One output column: where it comes from and what it becomes. Immutable.
 *
 * @param mapping what the plan says
 * @param arrival how values arrive
 * @param rules what happens to special values
 */
public record ColumnPlan(ColumnMapping mapping, Decoders.Arrival arrival, ValueRules rules)
    implements PlannedColumn {

  @Override
  public ColumnDecoder decoder(FieldVector vector) {
    return Decoders.of(arrival, mapping.type(), vector, rules);
  }
}
