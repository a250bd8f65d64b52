package dev.rivet.dialect.sqlserver.internal.column;

import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;

/**
 * One way to carry a source type. Immutable.
 *
 * @param family what overrides are checked by
 * @param type what is written
 * @param getter how values are asked for
 * @param fidelity what survives
 * @param select how the column is selected; {@code @} stands for it, empty for the column itself
 */
record Form(SourceFamily family, RivetType type, Getter getter, Fidelity fidelity, String select) {

  static Form exact(SourceFamily family, RivetType type, Getter getter) {
    return new Form(family, type, getter, Fidelity.EXACT, "");
  }

  Form as(RivetType newType) {
    return new Form(family, newType, getter, fidelity, select);
  }

  Form with(Fidelity newFidelity) {
    return new Form(family, type, getter, newFidelity, select);
  }

  /** The select item of a column. */
  String expression(String column) {
    return select.isEmpty() ? column : select.replace("@", column);
  }
}
