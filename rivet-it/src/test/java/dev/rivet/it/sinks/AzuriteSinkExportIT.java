package dev.rivet.it.sinks;

/** Whole exports into Azurite. */
class AzuriteSinkExportIT extends StoreExportCases {
  @Override
  ObjectStore newStore() {
    return AzureStore.azurite();
  }
}
