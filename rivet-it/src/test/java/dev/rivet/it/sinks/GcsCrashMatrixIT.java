package dev.rivet.it.sinks;

/** FM1 on Google Cloud Storage. */
class GcsCrashMatrixIT extends StoreCrashMatrix {
  @Override
  ObjectStore store() {
    return new GcsStore();
  }
}
