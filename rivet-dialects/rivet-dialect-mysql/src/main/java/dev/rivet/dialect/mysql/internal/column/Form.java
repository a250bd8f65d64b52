package dev.rivet.dialect.mysql.internal.column;

import dev.rivet.dialect.mysql.internal.decode.Wire;
import dev.rivet.spi.dialect.support.SourceFamily;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;

/**
 * One way to carry a source type. Immutable.
 *
 * @param family what overrides are checked by
 * @param type what is written
 * @param wire how it arrives
 * @param fidelity what survives
 */
record Form(SourceFamily family, RivetType type, Wire wire, Fidelity fidelity) {

  static Form exact(SourceFamily family, RivetType type, Wire wire) {
    return new Form(family, type, wire, Fidelity.EXACT);
  }

  Form as(RivetType newType) {
    return new Form(family, newType, wire, fidelity);
  }

  Form lossy() {
    return new Form(family, type, wire, Fidelity.LOSSY);
  }
}
