package dev.rivet.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rivet.Export;
import dev.rivet.dialect.mysql.TestServer;
import dev.rivet.engine.Rivet;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Postgres;
import dev.rivet.it.support.Results;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type an engine lists in its own catalog, against every format: a value of it is in the file, or the plan refuses it by name.
 * What the values are is the business of the dialects' type tables; here nothing may be forgotten. SQL Server needs its own server.
 */
class TypeCoverageIT {
  private static final List<String> FORMATS = List.of("parquet", "csv");

  @TempDir Path dir;

  private record Setup(String engine, DataSource source, List<String> types) {}

  private static void execute(DataSource source, String... statements) throws SQLException {
    try (Connection c = source.getConnection();
        Statement s = c.createStatement()) {
      for (String sql : statements) {
        s.execute(sql);
      }
    }
  }

  private static List<String> strings(DataSource source, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection c = source.getConnection();
        Statement s = c.createStatement();
        ResultSet row = s.executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  private static List<String> listed(DataSource source) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection c = source.getConnection();
        ResultSet row = c.getMetaData().getTypeInfo()) {
      while (row.next()) {
        found.add(row.getString(1).toLowerCase(Locale.ROOT));
      }
    }
    return found.stream().distinct().toList();
  }

  /** Exports a column of each type in each format and looks into the files. */
  private void cover(Setup setup, Map<String, String> literals, Map<String, String> waivers)
      throws SQLException {
    TypeCoverage coverage = new TypeCoverage(setup.engine(), setup.types(), FORMATS);
    Map<String, String> good = new TreeMap<>();
    try (Env env = Env.sqlite(setup.source(), dir.resolve(setup.engine() + "-one"));
        Rivet rivet = env.rivet()) {
      Export one = env.export("one").build();
      for (String type : setup.types()) {
        if (waivers.containsKey(type)) {
          continue;
        }
        String declared = literals.getOrDefault(type, "|").split("\\|", 2)[0];
        execute(setup.source(), "DROP TABLE IF EXISTS one");
        try {
          execute(
              setup.source(),
              "CREATE TABLE one (v " + (declared.isEmpty() ? type : declared) + ")");
        } catch (SQLException e) {
          System.out.println(setup.engine() + " " + type + ": " + e.getMessage());
          continue; // cannot be declared like this: a hole, unless waived
        }
        if (isRefused(rivet, one)) {
          coverage.refused(type);
        } else if (literals.containsKey(type)) {
          good.put(type, literals.get(type));
        }
      }
    }
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> types = List.copyOf(good.keySet());
    for (int i = 0; i < types.size(); i++) {
      String[] parts = good.get(types.get(i)).split("\\|", 2);
      columns.add("c" + i + " " + (parts[0].isEmpty() ? types.get(i) : parts[0]));
      values.add(parts[1]);
    }
    execute(
        setup.source(),
        "DROP TABLE IF EXISTS every",
        "CREATE TABLE every (" + String.join(", ", columns) + ")",
        "INSERT INTO every VALUES (" + String.join(", ", values) + ")");
    for (Format format : List.of(Parquet.zstd(), Csv.rfc4180())) {
      files(setup, format, types, coverage);
    }
    System.out.print(coverage.table(waivers));
    assertThat(coverage.faults(waivers)).isEmpty();
  }

  private static boolean isRefused(Rivet rivet, Export one) {
    try {
      var unused = rivet.plan(one);
      return false;
    } catch (InvalidExportException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
      assertThat(e.getMessage()).containsIgnoringCase("v: ").contains("type");
      return true;
    }
  }

  private void files(Setup setup, Format format, List<String> types, TypeCoverage coverage)
      throws SQLException {
    boolean parquet = format instanceof Parquet;
    try (Env env = Env.sqlite(setup.source(), dir.resolve(setup.engine() + format.name()));
        Rivet rivet = env.rivet();
        Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      Export export = env.export("every").as(format).build();
      assertThat(rivet.run(export).rows()).isEqualTo(1);
      Results results = env.results().assertConsistent();
      Path file = env.prefix().resolve(results.committed().get(0).path());
      String from =
          parquet
              ? "read_parquet('" + file + "')"
              : "read_csv('" + file + "', header = true, all_varchar = true)";
      for (int i = 0; i < types.size(); i++) {
        try (ResultSet row = statement.executeQuery("SELECT count(c" + i + ") FROM " + from)) {
          assertThat(row.next()).isTrue();
          if (row.getLong(1) == 1) {
            coverage.written(types.get(i), parquet ? "parquet" : "csv");
          }
        }
      }
    }
  }

  /** Lines of a type of the catalog, how a column declares it, and a literal. */
  private static Map<String, String> cases(String lines) {
    Map<String, String> cases = new TreeMap<>();
    lines
        .lines()
        .map(line -> line.split(" \\| ", 3))
        .forEach(parts -> cases.put(parts[0], parts[1] + "|" + parts[2]));
    return cases;
  }

  @Test
  void postgres() throws SQLException {
    DataSource source = Postgres.newDatabase().dataSource();
    List<String> types =
        strings(
            source,
            "SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND"
                + " typtype IN ('b', 'r', 'm') AND typcategory <> 'Z' AND typelem = 0 ORDER BY 1");
    Map<String, String> cases =
        cases(
            """
            bool | bool | true
            int2 | int2 | 1
            int4 | int4 | 1
            int8 | int8 | 1
            float4 | float4 | 1.5
            float8 | float8 | 1.5
            numeric | numeric(10,2) | 1.5
            money | money | 1
            text | text | 'x'
            varchar | varchar | 'x'
            bpchar | char(3) | 'x'
            bytea | bytea | '\\x00ff'
            date | date | '2024-02-29'
            time | time | '12:00'
            timetz | timetz | '12:00+01'
            timestamp | timestamp | '2024-02-29 12:00'
            timestamptz | timestamptz | '2024-02-29 12:00+01'
            interval | interval | '1 day'
            uuid | uuid | '00112233-4455-6677-8899-aabbccddeeff'
            json | json | '{}'
            jsonb | jsonb | '{}'
            xml | xml | '<a/>'
            inet | inet | '::1'
            cidr | cidr | '10.0.0.0/8'
            macaddr | macaddr | '08:00:2b:01:02:03'
            macaddr8 | macaddr8 | '08:00:2b:01:02:03:04:05'
            bit | bit(3) | B'101'
            varbit | varbit | B'101'
            oid | oid | 1
            xid | xid | '1'
            xid8 | xid8 | '1'
            cid | cid | '1'
            tid | tid | '(0,1)'
            pg_lsn | pg_lsn | '0/1'
            tsvector | tsvector | 'a'
            tsquery | tsquery | 'a'
            jsonpath | jsonpath | '$'
            path | path | '((0,0),(1,1))'
            polygon | polygon | '((0,0),(1,1))'
            circle | circle | '<(0,0),1>'
            int4range | int4range | '[1,2)'
            int8range | int8range | '[1,2)'
            numrange | numrange | '[1,2)'
            daterange | daterange | '[2024-01-01,2024-01-02)'
            tsrange | tsrange | '[2024-01-01,2024-01-02)'
            tstzrange | tstzrange | '[2024-01-01,2024-01-02)'
            int4multirange | int4multirange | '{[1,2)}'
            int8multirange | int8multirange | '{[1,2)}'
            nummultirange | nummultirange | '{[1,2)}'
            datemultirange | datemultirange | '{[2024-01-01,2024-01-02)}'
            tsmultirange | tsmultirange | '{[2024-01-01,2024-01-02)}'
            tstzmultirange | tstzmultirange | '{[2024-01-01,2024-01-02)}'
            pg_snapshot | pg_snapshot | '10:20:'
            txid_snapshot | txid_snapshot | '10:20:'
            refcursor | refcursor | 'c'
            regclass | regclass | 'pg_class'
            regcollation | regcollation | '"C"'
            regconfig | regconfig | 'simple'
            regdictionary | regdictionary | 'simple'
            regnamespace | regnamespace | 'pg_catalog'
            regoper | regoper | '0'
            regoperator | regoperator | '=(integer,integer)'
            regproc | regproc | 'now'
            regprocedure | regprocedure | 'now()'
            regrole | regrole | 'postgres'
            regtype | regtype | 'integer'
            """);
    cover(new Setup("postgres", source, types), cases, Map.of());
  }

  private static Map<String, String> mySqlCases() {
    return cases(
        """
        bit | bit(3) | 5
        bool | bool | 1
        boolean | boolean | 1
        tinyint | tinyint | 5
        tinyint unsigned | tinyint unsigned | 5
        smallint | smallint | 5
        smallint unsigned | smallint unsigned | 5
        mediumint | mediumint | 5
        mediumint unsigned | mediumint unsigned | 5
        int | int | 5
        integer | integer | 5
        int unsigned | int unsigned | 5
        integer unsigned | integer unsigned | 5
        bigint | bigint | 5
        bigint unsigned | bigint unsigned | 5
        float | float | 1.5
        double | double | 1.5
        double precision | double precision | 1.5
        real | real | 1.5
        decimal | decimal(10,2) | 1.5
        numeric | decimal(10,2) | 1.5
        char | char(3) | 'x'
        varchar | varchar(9) | 'x'
        tinytext | tinytext | 'x'
        text | text | 'x'
        mediumtext | mediumtext | 'x'
        longtext | longtext | 'x'
        long varchar | long varchar | 'x'
        binary | binary(3) | 'x'
        varbinary | varbinary(9) | 'x'
        tinyblob | tinyblob | 'x'
        blob | blob | 'x'
        mediumblob | mediumblob | 'x'
        longblob | longblob | 'x'
        long varbinary | long varbinary | 'x'
        date | date | '2024-02-29'
        time | time | '12:00:00'
        datetime | datetime | '2024-02-29 12:00:00'
        timestamp | timestamp | '2024-02-29 12:00:00'
        year | year | 2024
        json | json | '{}'
        enum | enum('a') | 'a'
        set | set('a') | 'a'
        geometry | geometry | ST_GeomFromText('POINT(1 2)')
        double precision unsigned | double unsigned | 1.5
        float unsigned | float unsigned | 1.5
        double unsigned | double unsigned | 1.5
        real unsigned | real unsigned | 1.5
        decimal unsigned | decimal(10,2) unsigned | 1.5
        vector | vector | STRING_TO_VECTOR('[1]')
        """);
  }

  @Test
  void mySql() throws SQLException {
    DataSource source = TestServer.mysql().required().connectorJ();
    cover(
        new Setup("mysql", source, listed(source)),
        mySqlCases(),
        Map.of("vector", "MySQL 9 has it, the server of the tests is 8.0"));
  }

  @Test
  void mariaDb() throws SQLException {
    DataSource source = TestServer.mariaDb().required().connectorJ();
    cover(
        new Setup("mariadb", source, listed(source)),
        mySqlCases(),
        Map.of("vector", "MariaDB 11.7 has it, the server of the tests is older"));
  }

  private HikariDataSource embedded(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(4);
    return pool;
  }

  @Test
  void h2() throws SQLException {
    try (HikariDataSource source = embedded("jdbc:h2:" + dir.resolve("types"))) {
      Map<String, String> cases =
          cases(
              """
              tinyint | tinyint | 1
              smallint | smallint | 1
              integer | integer | 1
              bigint | bigint | 1
              real | real | 1.5
              double precision | double precision | 1.5
              numeric | numeric(10,2) | 1.5
              decfloat | decfloat | 1.5
              boolean | boolean | TRUE
              character | char(3) | 'x'
              character varying | character varying | 'x'
              varchar_ignorecase | varchar_ignorecase | 'x'
              character large object | character large object | 'x'
              binary | binary(2) | X'00FF'
              binary varying | binary varying | X'00FF'
              binary large object | binary large object | X'00FF'
              date | date | DATE '2024-02-29'
              time | time | TIME '12:00:00'
              time with time zone | time with time zone | TIME WITH TIME ZONE '12:00:00+01'
              timestamp | timestamp | TIMESTAMP '2024-02-29 12:00:00'
              timestamp with time zone | timestamp with time zone | TIMESTAMP WITH TIME ZONE '2024-02-29 12:00:00+01'
              uuid | uuid | '00112233-4455-6677-8899-aabbccddeeff'
              json | json | JSON '{}'
              enum | enum('a') | 'a'
              geometry | geometry | 'POINT (1 2)'
              array | integer array | ARRAY[1]
              row | row(a int) | ROW(1)
              interval year | interval year | INTERVAL '1' YEAR
              interval month | interval month | INTERVAL '1' MONTH
              interval day | interval day | INTERVAL '1' DAY
              interval hour | interval hour | INTERVAL '1' HOUR
              interval minute | interval minute | INTERVAL '1' MINUTE
              interval second | interval second | INTERVAL '1' SECOND
              interval year to month | interval year to month | INTERVAL '1-1' YEAR TO MONTH
              interval day to hour | interval day to hour | INTERVAL '1 1' DAY TO HOUR
              interval day to minute | interval day to minute | INTERVAL '1 1:1' DAY TO MINUTE
              interval day to second | interval day to second | INTERVAL '1 1:1:1' DAY TO SECOND
              interval hour to minute | interval hour to minute | INTERVAL '1:1' HOUR TO MINUTE
              interval hour to second | interval hour to second | INTERVAL '1:1:1' HOUR TO SECOND
              interval minute to second | interval minute to second | INTERVAL '1:1' MINUTE TO SECOND
              """);
      cover(new Setup("h2", source, listed(source)), cases, Map.of());
    }
  }

  @Test
  void duckDb() throws SQLException {
    try (HikariDataSource source = embedded("jdbc:duckdb:" + dir.resolve("types.duckdb"))) {
      List<String> types =
          strings(
                  source,
                  "SELECT DISTINCT logical_type FROM duckdb_types() WHERE internal ORDER BY 1")
              .stream()
              .map(t -> t.toLowerCase(Locale.ROOT))
              .toList();
      Map<String, String> cases =
          cases(
              """
              array | integer[2] | [1, 2]
              bignum | bignum | 1
              geometry | geometry | 'POINT (1 2)'::GEOMETRY
              time_ns | time_ns | '12:00'
              variant | variant | 1::VARIANT
              bigint | bigint | 1
              bit | bit | '101'
              blob | blob | 'x'
              boolean | boolean | true
              date | date | '2024-02-29'
              decimal | decimal(10,2) | 1.5
              double | double | 1.5
              enum | enum('a') | 'a'
              float | float | 1.5
              hugeint | hugeint | 1
              integer | integer | 1
              interval | interval | INTERVAL 1 DAY
              list | integer[] | [1]
              map | map(integer,integer) | MAP {1: 1}
              smallint | smallint | 1
              struct | struct(a integer) | {'a': 1}
              time | time | '12:00'
              time with time zone | timetz | TIMETZ '12:00:00+01:00'
              timestamp | timestamp | '2024-02-29 12:00'
              timestamp with time zone | timestamp with time zone | '2024-02-29 12:00+01'
              timestamp_ms | timestamp_ms | '2024-02-29 12:00'
              timestamp_ns | timestamp_ns | '2024-02-29 12:00'
              timestamp_s | timestamp_s | '2024-02-29 12:00'
              tinyint | tinyint | 1
              ubigint | ubigint | 1
              uhugeint | uhugeint | 1
              uinteger | uinteger | 1
              union | union(a integer) | 1
              usmallint | usmallint | 1
              utinyint | utinyint | 1
              uuid | uuid | '00112233-4455-6677-8899-aabbccddeeff'
              varchar | varchar | 'x'
              """);
      cover(
          new Setup("duckdb", source, types),
          cases,
          Map.of(
              "null", "no column has it", "tuple", "no column has it", "type", "no column has it"));
    }
  }
}
