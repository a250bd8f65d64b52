/** Tests of redaction. */
@NullMarked
package dev.rivet.internal.redact;

import org.jspecify.annotations.NullMarked;
