package dev.rivet.it.sinks;

/** FM1 on Azurite. */
class AzuriteCrashMatrixIT extends StoreCrashMatrix {
  @Override
  ObjectStore store() {
    return AzureStore.azurite();
  }
}
