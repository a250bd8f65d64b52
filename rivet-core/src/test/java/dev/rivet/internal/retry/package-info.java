/** Tests of retries. */
@NullMarked
package dev.rivet.internal.retry;

import org.jspecify.annotations.NullMarked;
