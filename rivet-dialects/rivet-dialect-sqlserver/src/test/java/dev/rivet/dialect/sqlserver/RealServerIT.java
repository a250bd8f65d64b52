package dev.rivet.dialect.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import dev.rivet.extract.Relation;
import dev.rivet.plan.SliceBounds;
import dev.rivet.spi.dialect.SessionSettings;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mssqlserver.MSSQLServerContainer;

/** The dialect's T-SQL on the real server, where Docker exists; reported as skipped where it does not. */
@Testcontainers(disabledWithoutDocker = true)
class RealServerIT {
  @Container
  private static final MSSQLServerContainer SERVER =
      new MSSQLServerContainer("mcr.microsoft.com/mssql/server:2022-latest").acceptLicense();

  private static SQLServerDataSource source;

  @BeforeAll
  static void fill() throws SQLException {
    source = new SQLServerDataSource();
    source.setURL(SERVER.getJdbcUrl());
    source.setUser(SERVER.getUsername());
    source.setPassword(SERVER.getPassword());
    execute("CREATE DATABASE shop", "ALTER DATABASE shop SET ALLOW_SNAPSHOT_ISOLATION ON");
    source.setDatabaseName("shop");
    execute(
        "CREATE TABLE [we ]] ird] (k varchar(20) COLLATE Latin1_General_CI_AS NOT NULL, u"
            + " uniqueidentifier NOT NULL, m money, d datetime2(6), g geometry, h hierarchyid, n"
            + " int, CONSTRAINT pk PRIMARY KEY (k, u))",
        "INSERT INTO [we ]] ird] SELECT CONCAT(N'é', v.n % 7), NEWID(), 922337203685477.5807,"
            + " '1969-12-31T23:59:59.999999', geometry::STGeomFromText('POINT(1 2)', 4326),"
            + " hierarchyid::Parse('/1/'), CASE WHEN v.n % 10 > 0 THEN v.n END"
            + " FROM (SELECT TOP (5000) ROW_NUMBER() OVER (ORDER BY (SELECT 1)) AS n FROM"
            + " sys.all_columns a CROSS JOIN sys.all_columns b) v");
  }

  private static void execute(String... statements) throws SQLException {
    try (Connection c = source.getConnection();
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    }
  }

  @Test
  void pagesCountsAndRangesAgree() throws SQLException {
    try (SourceSession session =
        SqlServer.create()
            .open(
                source,
                new SessionSettings("rivet", Duration.ofMinutes(5), Duration.ofSeconds(5)))) {
      SourceRelation relation =
          session.resolve(new Relation.Table("dbo", "we ] ird"), TypeRules.standard());
      ReadRows read =
          ReadRows.of(
              relation, new SliceBounds.Whole(), ReadRows.options(1000, Duration.ofMillis(20)));
      assertThat(read.rows()).hasSize(5000).doesNotHaveDuplicates();
      assertThat(read.statistics().statements()).isGreaterThan(1);
      assertThat(read.rows().get(0).subList(2, 6))
          .containsExactly(
              new BigDecimal("922337203685477.5807"),
              -1L,
              "0101000020e6100000000000000000f03f0000000000000040",
              "/1/");
      assertThat(relation.count(new SliceBounds.NullKey("n"))).isEqualTo(500);
      assertThat(relation.keyRange("n").hasNulls()).isTrue();
      assertThat(
              session
                  .resolve(
                      new Relation.Query("SELECT n, m AS x FROM [we ]] ird]"), TypeRules.standard())
                  .columns())
          .extracting(c -> c.type().toString())
          .containsExactly("int32", "decimal(19,4)");
    }
  }
}
