package dev.rivet.dialect.postgres.internal.column;

import dev.rivet.dialect.postgres.internal.decode.ColumnDecoder;
import dev.rivet.dialect.postgres.internal.decode.Decoders;
import dev.rivet.dialect.postgres.internal.decode.ValueRules;
import dev.rivet.dialect.postgres.internal.decode.Wire;
import dev.rivet.type.ColumnMapping;
import org.apache.arrow.vector.FieldVector;

/**
 * One output column: how it is selected, how it arrives and what it becomes. Immutable.
 *
 * @param mapping what the plan says
 * @param expression what is selected
 * @param send the function that gives the same bytes as bytea, empty where the plain value has them in every protocol
 * @param wire the binary form
 * @param rules what happens to special values
 * @param srid SRID of a geometry column, else 0
 */
public record ColumnPlan(
    ColumnMapping mapping, String expression, String send, Wire wire, ValueRules rules, int srid) {

  /** The expression in a form that text protocols carry exactly. */
  public String sentExpression() {
    return send.isEmpty() ? expression : send + "(" + expression + ")";
  }

  /** The decoder that fills a vector of the mapping's type. */
  public ColumnDecoder decoder(FieldVector vector, boolean checksText) {
    return Decoders.of(wire, mapping.type(), vector, rules, checksText, srid);
  }
}
