/** A shop's database to export from, and a judge that does not know Rivet. */
@NullMarked
package dev.rivet.examples.shop;

import org.jspecify.annotations.NullMarked;
