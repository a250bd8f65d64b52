/** The Azure Blob Storage sink against a store in this process, and against Azurite where npm can bring it. */
@NullMarked
package dev.rivet.sink.azure;

import org.jspecify.annotations.NullMarked;
