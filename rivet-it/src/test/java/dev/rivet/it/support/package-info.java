/** What the integration tests share: databases, sources, and readers that are not ours. */
@NullMarked
package dev.rivet.it.support;

import org.jspecify.annotations.NullMarked;
