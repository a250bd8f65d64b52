package dev.rivet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.InvalidExportException;
import dev.rivet.error.Recovery;
import dev.rivet.extract.Chunked;
import dev.rivet.extract.Relation;
import dev.rivet.format.Csv;
import dev.rivet.format.Parquet;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.ValuePolicy;
import dev.rivet.unit.DataSize;
import dev.rivet.unit.Location;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ED1, ED2, ED4, TU1: what a definition refuses, and that it refuses all of it at once. */
class ExportDefinitionTest {
  private static final Location OUT = Location.parse("s3://lake/raw");

  @Test
  void defaults() {
    Export export = Export.table("public.orders").into(OUT).build();
    assertThat(export.name()).isEqualTo("orders");
    assertThat(export.relation()).isEqualTo(new Relation.Table("public", "orders"));
    assertThat(export.extraction().strategy()).isEqualTo("full");
    assertThat(export.format()).isEqualTo(Parquet.zstd());
    assertThat(export.tuning()).isEqualTo(Tuning.balanced());
    assertThat(export.quality().isEmpty()).isTrue();
    assertThat(export.onSchemaDrift()).isEqualTo(SchemaDrift.WARN);
    assertThat(export.shapeDriftFactor()).isEqualTo(2.0);
    assertThat(export.emptyResult()).isEqualTo(EmptyResult.NO_FILE);
  }

  @Test
  void sameDefinitionSameValue() {
    assertThat(Export.table("orders").extract(Chunked.by("id")).into(OUT).build())
        .isEqualTo(Export.table("orders").into(OUT).extract(Chunked.by("id")).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ".hidden", "-f", "a/b", "a\\b", "..", "a..b", "a:b", "a\nb", "a\0b"})
  void rejectsUnsafeNames(String name) {
    assertThatThrownBy(() -> Export.query(name, "SELECT 1").into(OUT).build())
        .isInstanceOfSatisfying(
            InvalidExportException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.EXPORT_NAME_UNSAFE);
              assertThat(e.recovery()).isEqualTo(Recovery.FIX_INPUT);
              assertThat(e).hasMessageContaining("named(");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "Ünïcode-9", "two words", "a.b", "日本"})
  void acceptsOtherNames(String name) {
    assertThat(Export.query(name, "SELECT 1").into(OUT).build().name()).isEqualTo(name);
  }

  @Test
  void listsEveryProblemOfADefinition() {
    assertThatThrownBy(
            () ->
                Export.query("a/b", "SELECT 1")
                    .extract(Chunked.by("id").targetSize(DataSize.ofMebibytes(64)))
                    .into("s3://lake/{nope}")
                    .shapeDriftFactor(-1)
                    .build())
        .isInstanceOfSatisfying(
            InvalidExportException.class,
            e ->
                assertThat(e.problems())
                    .extracting(p -> p.code().name())
                    .containsExactly(
                        "EXPORT_NAME_UNSAFE",
                        "EXPORT_INVALID",
                        "EXPORT_INVALID",
                        "DESTINATION_INVALID"))
        .hasMessageContaining("4 problems")
        .hasMessageContaining("a/b")
        .hasMessageContaining("shapeDriftFactor")
        .hasMessageContaining("Chunked.rows")
        .hasMessageContaining("{nope}");
  }

  @Test
  void anOptionSetTwiceNamesBothValues() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Export.table("t").as(Parquet.zstd()).into(OUT).as(Csv.rfc4180()))
        .withMessageContaining("as was already set");
    assertThatIllegalStateException()
        .isThrownBy(() -> Chunked.by("id").rows(10).count(3))
        .withMessageContaining("Rows[rows=10]")
        .withMessageContaining("Count[count=3]");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Export.table("t")
                    .column("price", RivetType.decimal(10, 2))
                    .column("price", RivetType.text()))
        .withMessageContaining("price");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Export.table("t")
                    .onSpecialValue(SpecialValue.NOT_A_NUMBER, ValuePolicy.NULL)
                    .onSpecialValue(SpecialValue.NOT_A_NUMBER, ValuePolicy.CLAMP))
        .withMessageContaining("NOT_A_NUMBER");
  }

  @Test
  void anOptionSetTwiceToTheSameValueIsFine() {
    ColumnRule rule = ColumnRule.of("price").as(RivetType.decimal(10, 2));
    assertThat(
            Export.table("t")
                .column(rule)
                .column(rule)
                .as(Csv.rfc4180())
                .into(OUT)
                .as(Csv.rfc4180())
                .build()
                .types()
                .columns())
        .hasSize(1);
  }

  @Test
  void numbersOutOfRangeAreRefusedWhereTheyAreGiven() {
    assertThatIllegalArgumentException().isThrownBy(() -> Chunked.by("id").rows(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Chunked.by("id").count(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunked.by("id").parallel(0))
        .withMessageContaining("parallel must be at least 1: 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Chunked.by("id").maxAttempts(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Chunked.by(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chunked.by("id").targetSize(DataSize.ofBytes(0)));
    assertThatIllegalArgumentException().isThrownBy(() -> Tuning.fast().batchRows(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.fast().throttle(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quality.none().nullRatioAtMost("a", 1.5))
        .withMessageContaining("'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quality.none().rowCountAtLeast(5).rowCountAtMost(4));
  }

  /** TU1: one figure changes, the profile's others stay. */
  @Test
  void oneFigureKeepsTheRestOfTheProfile() {
    Tuning tuning = Tuning.gentle().batchRows(7);
    assertThat(tuning.batchRows()).isEqualTo(7);
    assertThat(tuning.batchBytes()).isEqualTo(DataSize.ofMebibytes(8));
    assertThat(tuning.profile()).isEqualTo(Profile.GENTLE);
    assertThat(tuning.statementTarget()).isEqualTo(Duration.ofMillis(250));
    assertThat(tuning.lockTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(tuning.batchRows(2_000)).isEqualTo(Tuning.gentle());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "orders,,orders",
        "app.orders,app,orders",
        "'\"a.b\".\"c\"\"d\"',a.b,'c\"d'",
        "'\"x; DROP TABLE y\"',,x; DROP TABLE y"
      })
  void tableNamesAreTakenLiterally(String text, String schema, String name) {
    assertThat(Export.table(text).named("e").into(OUT).build().relation())
        .isEqualTo(new Relation.Table(schema, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", "a.b.c", "\"a", "\"a\"b"})
  void tableNamesThatAreNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Export.table(text));
  }

  @Test
  void destinationsCannotClimb() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Location.parse("s3://lake/a/../b"))
        .withMessageContaining("'..'");
    assertThatIllegalArgumentException().isThrownBy(() -> Location.parse("s3://"));
    Assertions.assertThat(
            Location.parse("s3://lake/{export}/{date}")
                .expand(java.util.Map.of("export", "../../etc", "date", "2026-11-24")))
        .hasToString("s3://lake/____etc/2026-11-24");
  }
}
