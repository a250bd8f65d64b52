package dev.rivet.dialect.jdbc.internal.column;

import dev.rivet.dialect.jdbc.internal.driver.Getter;
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
 */
public record Form(SourceFamily family, RivetType type, Getter getter, Fidelity fidelity) {

  static Form exact(SourceFamily family, RivetType type, Getter getter) {
    return new Form(family, type, getter, Fidelity.EXACT);
  }

  Form as(RivetType newType) {
    return new Form(family, newType, getter, fidelity);
  }

  Form with(Fidelity newFidelity) {
    return new Form(family, type, getter, newFidelity);
  }
}
