/** An Azure Blob Storage in this process, and Azurite beside it, for tests without network. */
@NullMarked
package dev.rivet.sink.azure.stub;

import org.jspecify.annotations.NullMarked;
