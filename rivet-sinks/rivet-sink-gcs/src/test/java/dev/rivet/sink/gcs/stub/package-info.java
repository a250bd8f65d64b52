/** A Google Cloud Storage in this process, for tests without network. */
@NullMarked
package dev.rivet.sink.gcs.stub;

import org.jspecify.annotations.NullMarked;
