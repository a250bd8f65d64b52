@NullMarked
package dev.rivet.dialect.jdbc.internal.session;

import org.jspecify.annotations.NullMarked;
