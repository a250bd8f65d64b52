package dev.rivet.it.sinks;

/** Whole exports into Google Cloud Storage. */
class GcsSinkExportIT extends StoreExportCases {
  @Override
  ObjectStore newStore() {
    return new GcsStore();
  }
}
