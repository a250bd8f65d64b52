package dev.rivet.bench.parquet;

/** Who is compared with our writer on one thread. */
public enum Rival {
  /** Our writer with a helper thread. */
  RIVET_TWO_THREADS,
  /** Our writer with the encodings of Parquet 1.0. Its floor is of its own pages. */
  RIVET_COMPATIBLE,
  /** parquet-java, record by record. */
  PARQUET_JAVA_ROWS,
  /** parquet-java, column by column. */
  PARQUET_JAVA_COLUMNS,
  /** DuckDB, one thread, from a table it already has. */
  DUCKDB_TABLE,
  /** DuckDB, one thread, fed with the same batches. */
  DUCKDB_ARROW;

  Contender open() throws Exception {
    return switch (this) {
      case RIVET_TWO_THREADS -> RivetContender.twoThreads();
      case RIVET_COMPATIBLE -> RivetContender.compatible();
      case PARQUET_JAVA_ROWS -> new ParquetJavaRows();
      case PARQUET_JAVA_COLUMNS -> new ParquetJavaColumns();
      case DUCKDB_TABLE -> DuckDbContender.fromTable();
      case DUCKDB_ARROW -> DuckDbContender.fromArrow();
    };
  }
}
