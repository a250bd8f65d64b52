package dev.rivet.bench.postgres;

import org.apache.arrow.vector.VectorSchemaRoot;

/** Sees every batch a reader makes. */
interface BatchSink {
  void accept(VectorSchemaRoot batch);
}
