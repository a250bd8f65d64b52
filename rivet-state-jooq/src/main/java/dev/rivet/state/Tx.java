package dev.rivet.state;

import dev.rivet.spi.state.StateException;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.SelectForUpdateStep;

/**
 * A running transaction.
 *
 * @param now time of every row it writes
 */
record Tx(DSLContext db, Engine engine, Instant now) {

  <R extends Record> ResultQuery<R> locked(SelectForUpdateStep<R> rows, Engine.Lock lock) {
    return engine.locked(rows, lock);
  }

  /** Statements of one transaction. */
  interface Work<T> {
    T in(Tx tx) throws StateException;
  }

  /** Statements of one transaction that give nothing back. */
  interface Step {
    void in(Tx tx) throws StateException;
  }
}
