/** The Google Cloud Storage sink against a store in this process, and against fake-gcs-server where there is one. */
@NullMarked
package dev.rivet.sink.gcs;

import org.jspecify.annotations.NullMarked;
