package dev.rivet.it.sinks;

/** FM1 on Azure Blob Storage. */
class AzureCrashMatrixIT extends StoreCrashMatrix {
  @Override
  ObjectStore store() {
    return AzureStore.stub();
  }
}
