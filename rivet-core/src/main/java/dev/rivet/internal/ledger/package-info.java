/** What the state store knows of a run and its repairs, as one view. */
@NullMarked
package dev.rivet.internal.ledger;

import org.jspecify.annotations.NullMarked;
