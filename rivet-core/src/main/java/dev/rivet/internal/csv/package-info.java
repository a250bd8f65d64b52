/**
 * CSV parts. Cells are rendered straight into UTF-8 bytes, not through {@code String}s and FastCSV's writer: both can write the
 * same bytes ({@code CsvBenchmark} in rivet-bench checks that before it measures), but one {@code String} per cell and the second
 * encoding to UTF-8 cost a multiple of rendering the bytes. FastCSV's reader is one of the two that judge our files in tests.
 */
@NullMarked
package dev.rivet.internal.csv;

import org.jspecify.annotations.NullMarked;
