package dev.rivet.bench.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Calendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.arrow.adapter.jdbc.ArrowVectorIterator;
import org.apache.arrow.adapter.jdbc.JdbcFieldInfo;
import org.apache.arrow.adapter.jdbc.JdbcToArrow;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfig;
import org.apache.arrow.adapter.jdbc.JdbcToArrowConfigBuilder;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The adapter of the Arrow project, as its documentation has it: a cursor of 10 000 rows per fetch, vectors reused. */
final class ArrowJdbc {
  private static final int FETCH_ROWS = 10_000;

  private ArrowJdbc() {}

  static long read(Connection connection, String table, BufferAllocator memory, BatchSink sink)
      throws Exception {
    JdbcToArrowConfig config =
        new JdbcToArrowConfigBuilder(
                memory, Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT))
            .setTargetBatchSize(RivetRead.BATCH_ROWS)
            .setReuseVectorSchemaRoot(true)
            // it has no answer of its own to Types.OTHER
            .setExplicitTypesByColumnName(
                Map.of(
                    "ref", new JdbcFieldInfo(Types.VARCHAR),
                    "extra", new JdbcFieldInfo(Types.VARCHAR)))
            .build();
    long rows = 0;
    try (Statement statement = statement(connection);
        ResultSet result = statement.executeQuery("select * from " + table);
        ArrowVectorIterator batches = JdbcToArrow.sqlToArrowVectorIterator(result, config)) {
      while (batches.hasNext()) {
        VectorSchemaRoot batch = batches.next();
        sink.accept(batch);
        rows += batch.getRowCount();
      }
    }
    connection.commit();
    return rows;
  }

  static Statement statement(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // else the driver reads the whole result into memory
    Statement statement = connection.createStatement();
    statement.setFetchSize(FETCH_ROWS);
    return statement;
  }
}
