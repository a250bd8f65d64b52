package dev.rivet.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real embedded PostgreSQL with the tables of the measurements, filled by the server itself. It keeps nothing: no fsync, unlogged
 * tables, and its directory goes away when it is closed. Parallel query and JIT are off, so that one statement is one process.
 */
public final class BenchServer implements AutoCloseable {
  private static final long ROWS_PER_INSERT = 5_000_000;

  private final EmbeddedPostgres server;

  private BenchServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts one. */
  public static BenchServer start() throws IOException {
    return new BenchServer(
        EmbeddedPostgres.builder()
            .setServerConfig("jit", "off")
            .setServerConfig("max_parallel_workers_per_gather", "0")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("maintenance_work_mem", "256MB")
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            .setServerConfig("autovacuum", "off")
            .start());
  }

  /** Connections to it. */
  public DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  /** JDBC URL with the user in it. */
  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Connections to a server that another JVM has started. */
  public static DataSource dataSource(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /** What its processes use. */
  public ServerCpu cpu() throws IOException, SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet r = statement.executeQuery("show data_directory")) {
      r.next();
      Path file = Path.of(r.getString(1)).resolve("postmaster.pid");
      return new ServerCpu(Long.parseLong(Files.readAllLines(file).get(0).trim()));
    }
  }

  /** Makes {@code orders}: 20 columns of the common types, ten of them with 10 % NULLs, times with microseconds as now() gives them. */
  public void createOrders(long rows) throws SQLException {
    execute(
        "create unlogged table orders (id bigint not null, customer_id int not null, quantity int,"
            + " price numeric(10,2) not null, total numeric(38,10), paid boolean not null, gift"
            + " boolean, weight double precision not null, rating double precision, created_at"
            + " timestamp not null, updated_at timestamp, shipped_at timestamptz, order_date date"
            + " not null, due_date date, status text not null, country text, email text not null,"
            + " note text, ref uuid not null, extra jsonb)",
        "insert into orders select i, (i * 7919 % 250000)::int, case when i % 10 <> 0 then (i %"
            + " 20)::int end, (i % 100000)::numeric / 100, case when i % 10 <> 1 then i *"
            + " 1.2345678901::numeric end, i % 3 = 0, case when i % 10 <> 2 then i % 5 = 0 end, i /"
            + " 7.0::double precision, case when i % 10 <> 3 then (i % 500) / 100.0 end, timestamp"
            + " '2024-01-01' + i * interval '1.037219 seconds', case when i % 10 <> 4 then"
            + " timestamp '2024-06-01' + (i * 37 % 9999999) * interval '1.000271 seconds' end, case"
            + " when i % 10 <> 5 then timestamptz '2024-01-02 00:00:00+00' + i * interval '1.037221"
            + " seconds' end, date '2024-01-01' + (i % 365)::int, case when i % 10 <> 6 then date"
            + " '2024-02-01' + (i % 300)::int end,"
            + " (array['new','paid','shipped','returned','cancelled','lost','held','done'])[1 + i %"
            + " 8], case when i % 10 <> 7 then 'C' || (i * 31 % 200) end, 'user' || i ||"
            + " '@example.com', case when i % 10 <> 8 then 'note number ' || (i * 17 % 100000) || '"
            + " of the order' end, md5(i::text)::uuid, case when i % 10 <> 9 then"
            + " jsonb_build_object('k', i % 1000, 's', 'v' || i % 77) end from"
            + " generate_series(1::bigint, "
            + rows
            + "::bigint) i",
        "alter table orders add primary key (id)",
        "vacuum analyze orders");
  }

  /** Makes {@code narrow}: four columns of fixed width. */
  public void createNarrow(long rows) throws SQLException {
    execute(
        "create unlogged table narrow (id bigint not null, code int not null, score double"
            + " precision not null, at timestamp not null)");
    for (long from = 1; from <= rows; from += ROWS_PER_INSERT) {
      execute(
          "insert into narrow select i, (i % 100000)::int, i * 1.23456::double precision, timestamp"
              + " '2024-01-01' + i * interval '1.037219 seconds' from generate_series("
              + from
              + "::bigint, "
              + Math.min(rows, from + ROWS_PER_INSERT - 1)
              + "::bigint) i");
    }
    execute("alter table narrow add primary key (id)", "vacuum analyze narrow");
  }

  /** Drops a table, and with it its space on disk. */
  public void drop(String table) throws SQLException {
    execute("drop table " + table);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
