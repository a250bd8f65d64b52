/** Definition and catalog facts to a plan; no rows read, no state written. */
@NullMarked
package dev.rivet.internal.planning;

import org.jspecify.annotations.NullMarked;
