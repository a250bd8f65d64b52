package dev.rivet.it.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.Tuning;
import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Consistency;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Results;
import dev.rivet.it.support.SourceTable;
import dev.rivet.run.ApplyResult;
import dev.rivet.run.Depth;
import dev.rivet.run.ReconcileReport;
import dev.rivet.run.RepairReport;
import dev.rivet.run.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Export, reconcile, repair and export again on MySQL and MariaDB, through each driver; DuckDB reads the files. */
class MySqlExportIT {
  private static final int ROWS = 5_000;

  @TempDir Path dir;

  /** A server through a driver, and a format. */
  record Setup(boolean mariaDb, boolean mariaDbDriver, Format format) {
    TestServer server() {
      return (mariaDb ? TestServer.mariaDb() : TestServer.mysql()).required();
    }

    DataSource source() {
      return mariaDbDriver ? server().mariaDbDriver() : server().connectorJ();
    }

    @Override
    public String toString() {
      return (mariaDb ? "MariaDB" : "MySQL")
          + (mariaDbDriver ? " by MariaDB Connector/J, " : " by MySQL Connector/J, ")
          + format.name();
    }
  }

  static Stream<Setup> setups() {
    return Stream.of(
        new Setup(false, false, Parquet.zstd()),
        new Setup(false, false, Csv.rfc4180()),
        new Setup(false, true, Parquet.zstd()),
        new Setup(true, true, Parquet.zstd()),
        new Setup(true, false, Parquet.zstd()));
  }

  private static Export export(Env env, Format format) {
    return env.export("shipped")
        .extract(Chunked.by("id").count(5).parallel(3))
        .as(format)
        .tuning(Tuning.balanced())
        .build();
  }

  @ParameterizedTest
  @MethodSource("setups")
  void exportReconcileRepair(Setup setup) throws IOException {
    TestServer server = setup.server();
    SourceTable orders = MySqlOrders.create(server, "shipped", ROWS);
    try (Env env = Env.sqlite(setup.source(), dir);
        Rivet rivet = env.rivet()) {
      Export export = export(env, setup.format());
      ApplyResult applied = rivet.run(export);
      assertThat(applied.status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(applied.rows()).isEqualTo(ROWS);
      Results results = env.results().assertConsistent();
      List<List<String>> expected = MySqlOrders.rows(server, "shipped");
      results.assertRows(orders, expected);
      for (Depth depth : Depth.values()) {
        assertThat(rivet.reconcile(export).depth(depth).execute().isClean())
            .as("%s", depth)
            .isTrue();
      }

      server.execute(
          "UPDATE shipped SET note = 'changed' WHERE id = 7", "DELETE FROM shipped WHERE id = 8");
      Files.delete(
          env.prefix().resolve(results.committed().get(results.committed().size() - 1).path()));
      ReconcileReport report = rivet.reconcile(export).depth(Depth.CONTENT).execute();
      assertThat(report.dirty()).hasSize(2);
      RepairReport repaired = rivet.repair(report).execute();
      assertThat(repaired.results()).hasSize(2);
      env.results().assertConsistent().assertRows(orders, MySqlOrders.rows(server, "shipped"));
      assertThat(rivet.reconcile(export).depth(Depth.CONTENT).execute().orThrow().isClean())
          .isTrue();
      assertThat(
              server.query(
                  "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID()"
                      + " AND USER = 'root'"))
          .as("sessions left")
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("setups")
  void aSharedSnapshotIsRefusedAtPlanTime(Setup setup) {
    MySqlOrders.create(setup.server(), "shipped", 10);
    try (Env env = Env.sqlite(setup.source(), dir);
        Rivet rivet = env.rivet()) {
      Export export =
          env.export("shipped")
              .extract(Chunked.by("id").count(2).parallel(2))
              .consistency(Consistency.SNAPSHOT)
              .build();
      assertThat(
              Env.failure(ErrorCode.CONSISTENCY_UNAVAILABLE, () -> rivet.plan(export)).getMessage())
          .contains("snapshot");
    }
  }
}
