package dev.rivet.it.sinks;

/** Whole exports into Azure Blob Storage. */
class AzureSinkExportIT extends StoreExportCases {
  @Override
  ObjectStore newStore() {
    return AzureStore.stub();
  }
}
