/** The snippets of README and docs. What is between {@code docs:} and {@code end:} is shown there, word for word. */
@NullMarked
package dev.rivet.examples.snippets;

import org.jspecify.annotations.NullMarked;
