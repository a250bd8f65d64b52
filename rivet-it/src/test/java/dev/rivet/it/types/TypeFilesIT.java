package dev.rivet.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.dialect.postgres.Postgres;
import dev.rivet.format.Csv;
import dev.rivet.format.Format;
import dev.rivet.format.Parquet;
import dev.rivet.it.support.Env;
import dev.rivet.it.support.Results;
import dev.rivet.it.types.TypeTable.Case;
import dev.rivet.plan.Plan;
import dev.rivet.type.ColumnMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type of the table through a whole export into files, judged by parquet-java and DuckDB, on both ways of reading, in zones
 * and a locale that bite. The files must not differ in a single byte between them.
 */
class TypeFilesIT {
  private static final List<Case> CASES = TypeTable.CASES;

  private static dev.rivet.it.support.Postgres db;

  @TempDir Path dir;
  private final TimeZone zone = TimeZone.getDefault();
  private final Locale locale = Locale.getDefault();

  @BeforeAll
  static void createTable() throws SQLException {
    db = dev.rivet.it.support.Postgres.newDatabase();
    db.execute(
        "CREATE EXTENSION citext",
        "CREATE EXTENSION hstore",
        "CREATE EXTENSION ltree",
        "CREATE TYPE mood AS ENUM ('sad 😀', 'ok')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE TYPE floatrange AS RANGE (subtype = float8)",
        "CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0)",
        "CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'sad 😀')",
        "CREATE DOMAIN small_text AS varchar(10)",
        "CREATE DOMAIN ints AS int[]");
    String columns =
        IntStream.range(0, CASES.size())
            .mapToObj(i -> "c" + i + " " + CASES.get(i).type())
            .collect(Collectors.joining(", "));
    String values =
        CASES.stream()
            .map(c -> "'" + c.literal().replace("'", "''") + "'")
            .collect(Collectors.joining(", "));
    db.execute(
        "CREATE TABLE all_types (" + columns + ")",
        "INSERT INTO all_types VALUES (" + values + ")",
        "INSERT INTO all_types DEFAULT VALUES",
        "INSERT INTO all_types VALUES (" + values + ")");
  }

  @AfterEach
  void restoreDefaults() {
    TimeZone.setDefault(zone);
    Locale.setDefault(locale);
  }

  private static void at(String newZone, String newLocale) {
    TimeZone.setDefault(TimeZone.getTimeZone(newZone));
    Locale.setDefault(Locale.forLanguageTag(newLocale));
  }

  /** Exports the table; gives the one file. */
  private Path export(String name, Postgres dialect, Format format) {
    try (Env env = Env.sqlite(db, dir.resolve(name))) {
      var export = env.export("all_types").as(format).build();
      Plan plan = env.rivet(b -> b.dialect(dialect)).plan(export);
      assertThat(plan.columns().stream().map(ColumnMapping::type).map(Object::toString))
          .isEqualTo(CASES.stream().map(Case::rivet).toList());
      assertThat(env.rivet(b -> b.dialect(dialect)).run(export).rows()).isEqualTo(3);
      Results results = Results.at(env.prefix()).assertConsistent();
      assertThat(results.committed()).hasSize(1);
      return env.prefix().resolve(results.committed().get(0).path());
    }
  }

  private static void check(
      String reader, List<List<String>> rows, List<String> expected, String nothing) {
    SoftAssertions softly = new SoftAssertions();
    assertThat(rows).hasSize(3);
    for (int i = 0; i < CASES.size(); i++) {
      String as = reader + ": " + shortened(CASES.get(i).toString());
      String value = rows.get(0).get(i);
      softly
          .assertThat(value.equals(expected.get(i)))
          .as("%s is %s, not %s", as, shortened(value), shortened(expected.get(i)))
          .isTrue();
      softly.assertThat(rows.get(1).get(i)).as("NULL, " + as).isEqualTo(nothing);
    }
    softly.assertAll();
    assertThat(rows.get(2)).isEqualTo(rows.get(0));
  }

  private static String shortened(String text) {
    return text.length() < 400 ? text : text.substring(0, 400) + "…";
  }

  /** Java 17 does not always print the shortest digits of a number; so the literal goes through the same printing. */
  private static String value(Case c) {
    return switch (c.parquet()) {
      case "DOUBLE" -> Double.toString(Double.parseDouble(c.value()));
      case "FLOAT" -> Float.toString(Float.parseFloat(c.value()));
      default -> c.value();
    };
  }

  @Test
  void parquet() throws IOException, SQLException {
    Path file = export("copy", Postgres.create(), Parquet.zstd());
    ParquetJavaReader.File read = ParquetJavaReader.read(file);
    SoftAssertions softly = new SoftAssertions();
    for (int i = 0; i < CASES.size(); i++) {
      softly
          .assertThat(read.types().get(i))
          .as(CASES.get(i).type())
          .isEqualTo(CASES.get(i).parquet());
    }
    softly.assertAll();
    List<String> values = CASES.stream().map(TypeFilesIT::value).toList();
    check("parquet-java", read.rows(), values, "NULL");
    check("DuckDB", withoutWide(DuckDbReader.parquet(file), read.rows()), values, "NULL");

    byte[] bytes = Files.readAllBytes(file);
    at("Asia/Kathmandu", "tr-TR");
    assertThat(export("kathmandu", Postgres.withoutCopy(), Parquet.zstd())).hasBinaryContent(bytes);
    at("America/New_York", "de-DE");
    assertThat(export("york", Postgres.create(), Parquet.zstd())).hasBinaryContent(bytes);
  }

  /** DuckDB reads decimals of more than 38 digits as DOUBLE; parquet-java alone judges those. */
  private static List<List<String>> withoutWide(
      List<List<String>> duck, List<List<String>> parquetJava) {
    for (int i = 0; i < CASES.size(); i++) {
      if (CASES.get(i).rivet().matches(".*decimal\\(([4-7][0-9]|39),.*")) {
        for (int row = 0; row < duck.size(); row++) {
          duck.get(row).set(i, parquetJava.get(row).get(i));
        }
      }
    }
    return duck;
  }

  @Test
  void csv() throws IOException, SQLException {
    Csv format = Csv.rfc4180().listsAsJson();
    Path file = export("copy", Postgres.create(), format);
    List<String> cells = CASES.stream().map(Case::csv).toList();
    check("CSV", DuckDbReader.csv(file, CASES.size()), cells, "∅");

    byte[] bytes = Files.readAllBytes(file);
    at("Asia/Kathmandu", "tr-TR");
    assertThat(export("kathmandu", Postgres.withoutCopy(), format)).hasBinaryContent(bytes);
    at("America/New_York", "de-DE");
    assertThat(export("york", Postgres.create(), format)).hasBinaryContent(bytes);
  }
}
