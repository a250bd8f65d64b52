/**
 * Contract of state stores: extend {@link dev.rivet.tck.state.StateStoreContract} and open your store in it.
 *
 * <p>Groups and cases carry the names of the contracts they prove.
 */
@NullMarked
package dev.rivet.tck.state;

import org.jspecify.annotations.NullMarked;
