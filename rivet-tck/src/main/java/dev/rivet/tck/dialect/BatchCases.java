package dev.rivet.tck.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.ReadOptions;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.type.TypeRules;
import dev.rivet.unit.DataSize;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Batches are bounded by rows and bytes; values by their own limit. */
abstract class BatchCases extends Cases {
  BatchCases(DialectContract contract) {
    super(contract);
  }

  private static ReadOptions bounded(int rows, long bytes, long largest) {
    return new ReadOptions(
        rows, DataSize.ofBytes(bytes), DataSize.ofBytes(largest), Duration.ZERO, true);
  }

  @Test
  void byRows() throws SQLException {
    numbers("batched", 25);
    assertThat(
            read(table("batched"), TypeRules.standard(), WHOLE, bounded(10, 1 << 20, 0)).batches())
        .containsExactly(10, 10, 5);
    assertThat(
            read(table("batched"), TypeRules.standard(), WHOLE, bounded(25, 1 << 20, 0)).batches())
        .containsExactly(25);
  }

  @Test
  void byBytes_andOneLargeRowIsABatchOfItsOwn() throws SQLException {
    source()
        .execute(
            "DROP TABLE IF EXISTS large",
            "CREATE TABLE large (id bigint NOT NULL PRIMARY KEY, t " + source().bigText() + ")");
    for (int i = 1; i <= 9; i++) {
      source()
          .execute(
              "INSERT INTO large VALUES ("
                  + i
                  + ", "
                  + source().repeated('x', i == 5 ? 300_000 : 10_000)
                  + ")");
    }
    ReadRows read =
        read(
            query("SELECT id, t FROM large ORDER BY id"),
            TypeRules.standard(),
            WHOLE,
            bounded(1000, 25_000, 0));
    assertThat(read.batches()).containsExactly(2, 2, 1, 2, 2);
    assertThat(read.rows().get(4).get(1)).asString().hasSize(300_000);
    assertThat(read.statistics().bytes()).isGreaterThan(380_000);
  }

  @Test
  void hugeCellsComeThrough() throws SQLException {
    source()
        .execute(
            "DROP TABLE IF EXISTS huge",
            "CREATE TABLE huge (id bigint NOT NULL PRIMARY KEY, t " + source().bigText() + ")",
            "INSERT INTO huge VALUES (1, 'small'), (2, "
                + source().repeated('y', 5_000_000)
                + "), (3, 'small')");
    ReadRows read =
        read(
            table("huge"),
            TypeRules.standard(),
            WHOLE,
            ReadRows.options(100, Duration.ofMillis(1)));
    assertThat(read.rows()).hasSize(3);
    assertThat(read.values(1).stream().mapToInt(v -> String.valueOf(v).length()).sum())
        .isEqualTo(5_000_010);
  }

  @Test
  void aValueAboveTheLimitIsRefusedByName() {
    source()
        .execute(
            "DROP TABLE IF EXISTS large",
            "CREATE TABLE large (id bigint NOT NULL PRIMARY KEY, secret "
                + source().bigText()
                + ")",
            "INSERT INTO large VALUES (1, " + source().repeated('z', 2000) + ")");
    assertThatThrownBy(
            () -> read(table("large"), TypeRules.standard(), WHOLE, bounded(10, 1 << 20, 1999)))
        .isInstanceOfSatisfying(
            ValueRefusedException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.VALUE_TOO_LARGE);
              assertThat(e.column()).isEqualTo("secret");
              assertThat(e.getMessage()).contains("secret", "2000", "1999").doesNotContain("zzz");
            });
    assertThat(
            catchRead(
                () -> read(table("large"), TypeRules.standard(), WHOLE, bounded(10, 99, 2000))))
        .hasSize(1);
  }

  private interface Reading {
    ReadRows read() throws SQLException;
  }

  private static java.util.List<?> catchRead(Reading reading) {
    try {
      return reading.read().rows();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
