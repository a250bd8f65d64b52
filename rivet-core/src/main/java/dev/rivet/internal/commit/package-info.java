/** The ordered durable steps of one part; the only caller of {@code Sink.put} for parts. */
@NullMarked
package dev.rivet.internal.commit;

import org.jspecify.annotations.NullMarked;
