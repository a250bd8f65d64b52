/** The documentation, run. */
package dev.rivet.examples;
