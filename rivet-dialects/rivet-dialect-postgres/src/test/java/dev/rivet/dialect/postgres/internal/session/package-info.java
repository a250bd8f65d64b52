@NullMarked
package dev.rivet.dialect.postgres.internal.session;

import org.jspecify.annotations.NullMarked;
