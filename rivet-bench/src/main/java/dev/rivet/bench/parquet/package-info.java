/** Arrow batches to Parquet: our writer, its floor and its peers. */
@NullMarked
package dev.rivet.bench.parquet;

import org.jspecify.annotations.NullMarked;
