package dev.rivet.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Consistency;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.NoCopyProxy;
import dev.rivet.it.support.PgBouncer;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.SourceTable;
import dev.rivet.plan.Plan;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.RunStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools smaller than asked for, poolers in between, and databases that are not as usual. */
class PoolsIT {
  @TempDir Path dir;

  private static Export chunked(Env env) {
    return env.export("orders")
        .extract(Chunked.by("id").count(8).parallel(4))
        .as(Parquet.zstd())
        .build();
  }

  @Test
  @Timeout(120)
  void aPoolSmallerThanParallelMeansFewerWorkersAndNoDeadlock() throws SQLException {
    Postgres db = Postgres.newDatabase();
    SourceTable orders = SourceTable.orders(db, 2_000);
    for (int size : List.of(1, 2)) {
      HikariConfig config = new HikariConfig();
      config.setDataSource(db.dataSource());
      config.setMaximumPoolSize(size);
      config.setConnectionTimeout(Duration.ofMillis(500).toMillis());
      try (HikariDataSource pool = new HikariDataSource(config);
          Env env = Env.sqlite(pool, dir.resolve("pool" + size));
          Rivet rivet = env.rivet()) {
        ApplyResult applied = rivet.run(chunked(env));
        assertThat(applied.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(applied.rows()).isEqualTo(2_000);
        env.results().assertConsistent().assertEquals(orders, db);
        assertThat(rivet.reconcile(chunked(env)).depth(Depth.CONTENT).execute().isClean()).isTrue();
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  @Test
  void exportAndReconcileThroughPgBouncer() throws Exception {
    Postgres db = Postgres.newDatabase();
    SourceTable orders = SourceTable.orders(db, 2_000);
    try (PgBouncer bouncer = PgBouncer.start(db.name(), dir, 3);
        Env env = Env.sqlite(bouncer.dataSource(), dir.resolve("bouncer"));
        Rivet rivet = env.rivet()) {
      Export export = chunked(env);
      Plan plan = rivet.plan(export);
      assertThat(plan.source().pooler()).isIn("transaction-pooler", "pooler");
      assertThat(plan.warnings())
          .filteredOn(w -> w.subject().equals("pooler"))
          .singleElement()
          .satisfies(
              w ->
                  assertThat(w.message())
                      .contains(plan.source().pooler(), "transaction", "SNAPSHOT", "refused"));
      assertThat(rivet.apply(plan).execute().rows()).isEqualTo(2_000);
      env.results().assertConsistent().assertEquals(orders, db);
      assertThat(rivet.reconcile(export).depth(Depth.CONTENT).execute().isClean()).isTrue();
      Export snapshot =
          env.export("orders")
              .extract(Chunked.by("id").count(2))
              .consistency(Consistency.SNAPSHOT)
              .build();
      assertThat(
              Env.failure(
                  ErrorCode.CONSISTENCY_UNAVAILABLE,
                  () -> {
                    Plan unused = rivet.plan(snapshot);
                  }))
          .hasMessageContaining("cannot share one snapshot")
          .hasMessageContaining("pooler");
    }
  }

  @Test
  void aDatabaseWithoutEncodingGivesItsUtf8AndRefusesTheRest() throws SQLException {
    Postgres main = Postgres.newDatabase();
    String name = main.name() + "_ascii";
    main.execute("CREATE DATABASE " + name + " ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'");
    Postgres db = Postgres.at(main.url().replace("/" + main.name(), "/" + name));
    db.execute(
        "CREATE TABLE texts (id bigint PRIMARY KEY, t text)",
        "INSERT INTO texts VALUES (1, 'plain'), (2, 'zażółć')");
    SourceTable texts = SourceTable.of("texts", "id", "t");
    try (Env env = Env.sqlite(db, dir.resolve("ascii"));
        Rivet rivet = env.rivet()) {
      Export export = env.export("texts").as(Parquet.zstd()).build();
      assertThat(rivet.run(export).rows()).isEqualTo(2);
      env.results()
          .assertConsistent()
          .assertRows(texts, List.of(List.of("1", "plain"), List.of("2", "zażółć")));
      db.execute("INSERT INTO texts VALUES (3, E'caf\\xE9')");
      assertThat(
              Env.failure(
                  ErrorCode.VALUE_NOT_REPRESENTABLE,
                  () -> {
                    ApplyResult unused = rivet.run(export);
                  }))
          .hasMessageContaining("invalid byte sequence")
          .hasMessageNotContaining("caf");
    }
  }

  @Test
  void aServerThatRefusesCopyIsReadByCursor() throws Exception {
    Postgres db = Postgres.newDatabase();
    SourceTable orders = SourceTable.orders(db, 2_000);
    try (NoCopyProxy proxy = NoCopyProxy.before(Postgres.port());
        Env env = Env.sqlite(proxy.dataSource(db.name()), dir.resolve("no-copy"));
        Rivet rivet = env.rivet()) {
      Export export = chunked(env);
      assertThat(rivet.run(export).rows()).isEqualTo(2_000);
      assertThat(proxy.refusals()).as("COPY was tried and refused").isPositive();
      env.results().assertConsistent().assertEquals(orders, db);
      assertThat(rivet.reconcile(export).depth(Depth.CONTENT).execute().isClean()).isTrue();
    }
  }

  @Test
  void aPooledConnectionComesBackInTheStateItWasLent() throws SQLException {
    Postgres db = Postgres.newDatabase();
    SourceTable orders = SourceTable.orders(db, 500);
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.dataSource());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Env env = Env.sqlite(pool, dir.resolve("lent"));
          Rivet rivet = env.rivet()) {
        assertThat(rivet.run(env.export("orders").build()).rows()).isEqualTo(500);
        env.results().assertEquals(orders, db);
      }
      try (Connection c = pool.getConnection();
          Statement s = c.createStatement()) {
        assertThat(c.isReadOnly()).isFalse();
        assertThat(s.executeUpdate("UPDATE orders SET id = id")).isEqualTo(500);
        c.rollback();
      }
    }
  }
}
