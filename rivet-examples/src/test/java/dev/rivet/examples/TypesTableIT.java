package dev.rivet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.Export;
import dev.rivet.engine.Rivet;
import dev.rivet.error.RivetException;
import dev.rivet.format.Csv;
import dev.rivet.plan.Plan;
import dev.rivet.state.JooqStateStore;
import dev.rivet.type.ColumnMapping;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of types: planned and exported by a real server, Parquet types by DuckDB. */
class TypesTableIT {
  private static final String[][] SAMPLES = {
    {"boolean", "true"},
    {"smallint", "-32768"},
    {"integer", "42"},
    {"bigint", "9223372036854775807"},
    {"oid", "4294967295"},
    {"real", "0.1"},
    {"double precision", "NaN"},
    {"numeric(9,2)", "1234567.89"},
    {"numeric(18,4)", "0.0001"},
    {"numeric(38,10)", "1.5"},
    {"numeric(50,2)", "12.5"},
    {"numeric", "1.50"},
    {"money", "12.34"},
    {"text", "a, \"b\""},
    {"varchar(10)", ""},
    {"char(3)", "a"},
    {"name", "n"},
    {"bytea", "\\xcafe"},
    {"date", "2026-11-24"},
    {"time", "12:30:00.5"},
    {"timetz", "12:30:00+02"},
    {"timestamp", "2026-11-24 12:30:00.123456"},
    {"timestamptz", "2026-11-24 12:30:00+02"},
    {"interval", "1 mon 2 days 03:00:00"},
    {"uuid", "9e107d9d-372b-4b68-a0b6-0a2ee0c5d0b1"},
    {"json", "{\"a\": 1}"},
    {"jsonb", "{\"a\": 1}"},
    {"xml", "<a/>"},
    {"inet", "192.168.0.1/24"},
    {"cidr", "10.0.0.0/8"},
    {"macaddr", "08:00:2b:01:02:03"},
    {"bit(3)", "101"},
    {"varbit", "10"},
    {"int4range", "[1,5)"},
    {"point", "(1,2)"},
    {"tsvector", "a b"},
    {"mood", "ok"},
    {"positive", "7"},
    {"pair", "(1,x)"},
    {"integer[]", "{1,NULL,3}"},
    {"text[]", "{a,NULL}"},
  };

  @TempDir Path dir;

  @Test
  void postgresTypes() throws Exception {
    StringBuilder table =
        new StringBuilder("| PostgreSQL | Rivet | fidelity | Parquet | CSV cell of | is |\n");
    table.append("|---|---|---|---|---|---|\n");
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        JooqStateStore state = JooqStateStore.sqlite(dir.resolve("state.db"));
        Rivet rivet =
            Rivet.builder().source(server.getPostgresDatabase()).stateStore(state).build()) {
      statement.execute("CREATE TYPE mood AS ENUM ('sad', 'ok')");
      statement.execute("CREATE DOMAIN positive AS integer CHECK (VALUE > 0)");
      statement.execute("CREATE TYPE pair AS (a integer, b text)");
      for (int i = 0; i < SAMPLES.length; i++) {
        String name = "t" + i;
        statement.execute("CREATE TABLE " + name + " (c " + SAMPLES[i][0] + ")");
        statement.execute(
            "INSERT INTO " + name + " VALUES ('" + SAMPLES[i][1].replace("'", "''") + "')");
        table.append(row(rivet, name, SAMPLES[i])).append("\n");
      }
    }
    Pages.check("docs/reference/postgres-types.md", "types", table.toString());
  }

  private String row(Rivet rivet, String name, String[] sample) throws Exception {
    String type = "| `" + label(sample[0]) + "` | ";
    Plan plan;
    try {
      plan = rivet.plan(Export.table(name).into(dir.resolve(name)).build());
    } catch (RivetException e) {
      return type + "refused: `" + e.code() + "` | | | | |";
    }
    rivet.apply(plan).execute();
    ColumnMapping column = plan.columns().get(0);
    assertThat(plan.columns()).hasSize(1);
    Path csv = dir.resolve(name + "-csv");
    rivet.run(
        Export.table(name)
            .named(name + "-csv")
            .as(Csv.rfc4180().withoutHeader().listsAsJson())
            .into(csv)
            .build());
    return type
        + "`"
        + column.type()
        + "` | "
        + column.fidelity().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " | "
        + parquetType(dir.resolve(name))
        + " | "
        + code(sample[1])
        + " | "
        + code(cell(csv))
        + " |";
  }

  private static String label(String type) {
    return switch (type) {
      case "mood" -> "enum";
      case "positive" -> "domain over integer";
      case "pair" -> "composite";
      default -> type;
    };
  }

  private static String code(String text) {
    return text.isEmpty() ? "the empty string" : "`" + text.replace("|", "\\|") + "`";
  }

  private static String cell(Path csv) throws IOException {
    try (Stream<Path> files = Files.list(csv)) {
      Path part = files.filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readString(part).stripTrailing();
    }
  }

  private static String parquetType(Path directory) throws SQLException {
    String sql =
        "SELECT type, type_length, coalesce(logical_type, ''), converted_type, precision, scale"
            + " FROM parquet_schema('"
            + directory.resolve("*.parquet")
            + "') WHERE type IS NOT NULL";
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      String physical = row.getString(1);
      String text =
          physical.equals("FIXED_LEN_BYTE_ARRAY")
              ? "FIXED_LEN_BYTE_ARRAY(" + row.getString(2) + ")"
              : physical;
      String logical = logical(row.getString(3), row);
      return "`" + text + "`" + (logical.isEmpty() ? "" : " " + logical);
    }
  }

  /** DuckDB prints the Thrift structure; the page shows the names of the format's specification. */
  private static String logical(String thrift, ResultSet row) throws SQLException {
    String kind = thrift.contains("(") ? thrift.substring(0, thrift.indexOf("Type(")) : "";
    String unit = thrift.contains("MICROS=MicroSeconds()") ? "MICROS" : "";
    return switch (kind) {
      case "" -> "";
      case "Int" -> row.getString(4);
      case "Decimal" -> "DECIMAL(" + row.getString(5) + ", " + row.getString(6) + ")";
      case "Time" -> "TIME(" + unit + ")";
      case "Timestamp" ->
          "TIMESTAMP(" + unit + (thrift.contains("isAdjustedToUTC=1") ? ", UTC" : ", local") + ")";
      default -> kind.toUpperCase(Locale.ROOT);
    };
  }
}
