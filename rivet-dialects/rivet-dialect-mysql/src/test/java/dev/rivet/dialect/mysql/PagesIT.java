package dev.rivet.dialect.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.extract.Relation;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.TypeRules;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of every kind that pages follow, and those they must not (KS1 to KS4). */
class PagesIT {
  private static final ReadOptions SHORT = ReadRows.options(1000, Duration.ofMillis(1));
  private static final int ROWS = 3_000;

  private static final String DIGITS =
      "(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5"
          + " UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";

  private static final String NUMBERS =
      "(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM "
          + DIGITS
          + " a, "
          + DIGITS
          + " b, "
          + DIGITS
          + " c, (SELECT 0 AS d UNION SELECT 1 UNION SELECT 2) e) x";

  /** Fills a table of so many rows and reads it in pages: each row must come exactly once. */
  private static int statements(Way way, String columns, String values) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS pages",
            "CREATE TABLE pages (" + columns + ", n int)",
            "INSERT INTO pages SELECT " + values + ", n FROM " + NUMBERS);
    ReadRows read = way.read(new Relation.Table(null, "pages"), TypeRules.standard(), SHORT);
    int last = read.columns().size() - 1;
    assertThat(read.columns().get(last).name()).isEqualTo("n");
    assertThat(read.rows()).hasSize(ROWS);
    assertThat(new HashSet<>(read.values(last))).hasSize(ROWS);
    return read.statistics().statements();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void integers(Way way) throws SQLException {
    assertThat(statements(way, "k smallint PRIMARY KEY", "n - 1500")).isGreaterThan(1);
    assertThat(
            statements(
                way, "k bigint unsigned PRIMARY KEY", "18446744073709551615 - CAST(n AS UNSIGNED)"))
        .isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void textInTheServersOrder(Way way) throws SQLException {
    // Case and accents do not count in this collation, a and B are neighbours; latin1 is not what
    // we bind.
    assertThat(
            statements(
                way,
                "k varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci PRIMARY KEY",
                "CONCAT(ELT(1 + n % 4, 'a', 'B', 'É', '😀'), n)"))
        .isGreaterThan(1);
    assertThat(
            statements(
                way,
                "k varchar(20) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY",
                "CONCAT(ELT(1 + n % 3, 'a', 'B', 'é'), n)"))
        .isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void bytesDecimalsAndDates(Way way) throws SQLException {
    assertThat(statements(way, "k binary(16) PRIMARY KEY", "UNHEX(MD5(n))")).isGreaterThan(1);
    assertThat(statements(way, "k decimal(30,10) PRIMARY KEY", "n / 7 - 100")).isGreaterThan(1);
    assertThat(
            statements(
                way,
                "k datetime(6) PRIMARY KEY",
                "TIMESTAMPADD(MICROSECOND, n * 7, '2024-03-10 02:30:00')"))
        .isGreaterThan(1);
    assertThat(
            statements(
                way,
                "k timestamp PRIMARY KEY",
                "TIMESTAMPADD(SECOND, n * 7, '2024-03-10 02:30:00')"))
        .isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void severalColumns(Way way) throws SQLException {
    assertThat(
            statements(
                way,
                "a int NOT NULL, b varchar(9) NOT NULL, c date NOT NULL, PRIMARY KEY (a, b, c)",
                "n DIV 1000, CONCAT('x', n DIV 100), DATE_ADD('2024-01-01', INTERVAL n DAY)"))
        .isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aUniqueKeyWithoutNullServesToo(Way way) throws SQLException {
    assertThat(statements(way, "k int NOT NULL UNIQUE", "n")).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatHasNoUsableKeyIsOneStatement(Way way) throws SQLException {
    assertThat(statements(way, "k int", "n")).isEqualTo(1);
    assertThat(statements(way, "k int UNIQUE", "NULLIF(n, 7)")).isEqualTo(1);
    // An enum sorts by its number but compares by its label.
    assertThat(
            statements(
                way,
                "e enum('z', 'a', 'm') NOT NULL, k int NOT NULL, PRIMARY KEY (e, k)",
                "1 + n % 3, n"))
        .isEqualTo(1);
    assertThat(statements(way, "t text NOT NULL, k int, UNIQUE KEY (t(10))", "CONCAT(n, 'x'), n"))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anInvisibleKeyServesWithoutBeingExported(Way way) throws SQLException {
    way.server()
        .execute(
            "DROP TABLE IF EXISTS veiled_pages",
            "CREATE TABLE veiled_pages (n int, id bigint "
                + "NOT NULL AUTO_INCREMENT INVISIBLE"
                + " PRIMARY KEY)",
            "INSERT INTO veiled_pages (n) SELECT n FROM " + NUMBERS);
    ReadRows read = way.read(new Relation.Table(null, "veiled_pages"), TypeRules.standard(), SHORT);
    assertThat(read.columns().stream().map(c -> c.name())).isEqualTo(List.of("n"));
    assertThat(new HashSet<>(read.values(0))).hasSize(ROWS);
    assertThat(read.statistics().statements()).isGreaterThan(1);
  }
}
