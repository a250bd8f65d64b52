package dev.rivet.dialect.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.dialect.sqlserver.tds.TdsServer.Column;
import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.spi.dialect.SourceRelation;
import dev.rivet.spi.dialect.SourceSession;
import dev.rivet.spi.dialect.ValueRefusedException;
import dev.rivet.tck.dialect.ReadRows;
import dev.rivet.type.ColumnRule;
import dev.rivet.type.Fidelity;
import dev.rivet.type.RivetType;
import dev.rivet.type.SpecialValue;
import dev.rivet.type.TypePolicy;
import dev.rivet.type.TypeRules;
import dev.rivet.type.ValuePolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server sends in, value out, through the real driver, in zones and a locale that bite. */
class TypesTest {
  private static final long DAY = 86_400_000_000L;
  private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  /** A SQL type, what the server sends, what it is written as, and the expected value. */
  record Case(String type, Object sent, RivetType expected, Object value) {}

  private static Case c(String type, Object sent, RivetType expected, Object value) {
    return new Case(type, sent, expected, value);
  }

  private static Case dec(String type, String value, int p, int s) {
    return new Case(type, new BigDecimal(value), RivetType.decimal(p, s), new BigDecimal(value));
  }

  private static final List<Case> CASES =
      List.of(
          c("bit", true, RivetType.bool(), true),
          c("bit", false, RivetType.bool(), false),
          c("tinyint", 255, RivetType.int16(), (short) 255),
          c("smallint", -32768, RivetType.int16(), (short) -32768),
          c("int", Integer.MIN_VALUE, RivetType.int32(), Integer.MIN_VALUE),
          c("bigint", Long.MIN_VALUE, RivetType.int64(), Long.MIN_VALUE),
          c("bigint", Long.MAX_VALUE, RivetType.int64(), Long.MAX_VALUE),
          c("real", 0.1f, RivetType.float32(), 0.1f),
          c("float", -1.7976931348623157e308, RivetType.float64(), -Double.MAX_VALUE),
          dec("decimal(9,0)", "-999999999", 9, 0),
          dec("decimal(18,2)", "-0.01", 18, 2),
          dec("decimal(20,6)", "-12345678901234.567891", 20, 6),
          dec("decimal(38,10)", "9999999999999999999999999999.9999999999", 38, 10),
          dec("money", "922337203685477.5807", 19, 4),
          dec("money", "-922337203685477.5808", 19, 4),
          dec("smallmoney", "-214748.3648", 10, 4),
          c("date", LocalDate.of(1, 1, 1), RivetType.date(), -719162L),
          c("date", LocalDate.of(9999, 12, 31), RivetType.date(), 2932896L),
          c("time(6)", LocalTime.parse("23:59:59.999999"), RivetType.time(), DAY - 1),
          c("time(7)", LocalTime.parse("23:59:59.9999999"), RivetType.time(), DAY - 1),
          c(
              "datetime",
              LocalDateTime.parse("2024-03-10T02:30:00.003333333"),
              RivetType.timestamp(),
              1710037800003000L),
          c(
              "datetime",
              LocalDateTime.parse("1753-01-01T00:00:00.006666667"),
              RivetType.timestamp(),
              -6847804799993000L),
          c(
              "smalldatetime",
              LocalDateTime.parse("2079-06-06T23:59"),
              RivetType.timestamp(),
              3453321540000000L),
          c(
              "datetime2(6)",
              LocalDateTime.parse("1969-12-31T23:59:59.999999"),
              RivetType.timestamp(),
              -1L),
          c(
              "datetime2(7)",
              LocalDateTime.parse("2024-03-10T02:30:00.1234567"),
              RivetType.timestamp(),
              1710037800123456L),
          c(
              "datetime2(0)",
              LocalDateTime.parse("0001-01-01T00:00:00"),
              RivetType.timestamp(),
              -62135596800000000L),
          c(
              "datetimeoffset(7)",
              OffsetDateTime.parse("2024-03-10T02:30:00.1234567-05:00"),
              RivetType.timestampUtc(),
              1710055800123456L),
          c(
              "datetimeoffset(0)",
              OffsetDateTime.parse("2024-03-10T02:30:00+14:00"),
              RivetType.timestampUtc(),
              1709987400000000L),
          c(
              "datetimeoffset(0)",
              OffsetDateTime.parse("2024-03-10T02:30:00-14:00"),
              RivetType.timestampUtc(),
              1710088200000000L),
          c("char(5)", "ab   ", RivetType.text(), "ab   "),
          c("varchar(50)", "é€", RivetType.text(), "é€"),
          c("nchar(3)", "ż  ", RivetType.text(), "ż  "),
          c("nvarchar(50)", "", RivetType.text(), ""),
          c(
              "nvarchar(max)",
              "😀" + "x".repeat(100_000),
              RivetType.text(),
              "😀" + "x".repeat(100_000)),
          c("varbinary(10)", HexFormat.of().parseHex("00ff"), RivetType.binary(), "00ff"),
          c("varbinary(max)", HexFormat.of().parseHex("00ff"), RivetType.binary(), "00ff"),
          c("binary(2)", HexFormat.of().parseHex("0102"), RivetType.binary(), "0102"),
          c("uniqueidentifier", ID, RivetType.uuid(), "00112233445566778899aabbccddeeff"),
          c("xml", "<a>ż</a>", RivetType.text("xml"), "<a>ż</a>"));

  private static final String[] NAMES = names();

  private TimeZone zone;
  private Locale locale;

  private static String[] names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CASES.size(); i++) {
      names.add("c" + i + " " + CASES.get(i).type());
    }
    return names.toArray(String[]::new);
  }

  @BeforeEach
  void rememberDefaults() {
    zone = TimeZone.getDefault();
    locale = Locale.getDefault();
  }

  @AfterEach
  void restoreDefaults() {
    TimeZone.setDefault(zone);
    Locale.setDefault(locale);
  }

  @Test
  void everyTypeComesThrough() throws Exception {
    Object[] values = CASES.stream().map(Case::sent).toArray();
    for (String zoneId : List.of("UTC", "America/New_York", "Asia/Kathmandu")) {
      TimeZone.setDefault(TimeZone.getTimeZone(zoneId));
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      try (StubDatabase db =
          new StubDatabase(StubDatabase.of(NAMES), values, new Object[values.length])) {
        ReadRows read = db.read(TypeRules.standard(), ReadRows.options(100, Duration.ZERO));
        SoftAssertions soft = new SoftAssertions();
        for (int i = 0; i < CASES.size(); i++) {
          Case expected = CASES.get(i);
          String what = zoneId + " " + expected.type();
          soft.assertThat(read.columns().get(i).type()).as(what).isEqualTo(expected.expected());
          soft.assertThat(read.rows().get(0).get(i)).as(what).isEqualTo(expected.value());
          soft.assertThat(read.rows().get(1).get(i)).as(what + ", NULL").isNull();
          boolean sevenDigits = expected.type().endsWith("(7)");
          soft.assertThat(read.columns().get(i).fidelity() == Fidelity.LOSSY)
              .as(what)
              .isEqualTo(sevenDigits);
        }
        soft.assertAll();
      }
    }
  }

  private static TypeRules rules(TypePolicy policy, ColumnRule... rules) {
    return new TypeRules(policy, null, Map.of(), List.of(rules));
  }

  @Test
  void sevenDigitsAreKeptAsNanoseconds() throws Exception {
    try (StubDatabase db =
        new StubDatabase(
            StubDatabase.of("a datetime2(7)", "b datetimeoffset(7)", "c time(7)"),
            new Object[] {
              LocalDateTime.parse("1969-12-31T23:59:59.9999999"),
              OffsetDateTime.parse("2024-03-10T02:30:00.1234567-05:00"),
              LocalTime.parse("23:59:59.9999999")
            })) {
      ReadRows read =
          db.read(
              rules(
                  TypePolicy.STRICT,
                  ColumnRule.of("a").as(RivetType.parse("timestamp_ns")),
                  ColumnRule.of("b").as(RivetType.parse("timestamp_tz_ns")),
                  ColumnRule.of("c").as(RivetType.parse("time(nanosecond)"))),
              ReadRows.options(100, Duration.ZERO));
      assertThat(read.rows().get(0))
          .containsExactly(-100L, 1710055800123456700L, 86_399_999_999_900L);
      try (SourceSession session = db.open()) {
        assertThat(session.resolve(StubDatabase.TABLE, rules(TypePolicy.STRICT)).problems())
            .extracting(Problem::code)
            .containsOnly(ErrorCode.TYPE_LOSSY)
            .hasSize(3);
      }
    }
  }

  @Test
  void typesWithoutAWireFormAreSelectedThroughAnExpression() throws Exception {
    byte[] point = HexFormat.of().parseHex("000010e60101000000000000000000f03f0000000000000040");
    Column text = new Column("x", "nvarchar(max)");
    try (StubDatabase db =
        new StubDatabase(
                StubDatabase.of(
                    "h hierarchyid",
                    "g geography",
                    "j json",
                    "v sql_variant",
                    "r timestamp",
                    "d datetime2(7)",
                    "m money"),
                new Object[] {
                  "/1/2/",
                  point,
                  "{\"a\":1}",
                  "5",
                  HexFormat.of().parseHex("00000000000007d1"),
                  "2024-03-10 02:30:00.1234567",
                  new BigDecimal("1.5")
                })
            .sends(
                text,
                new Column("g", "varbinary(max)"),
                text,
                text,
                new Column("r", "binary(8)"),
                text,
                new Column("m", "money"))) {
      try (SourceSession session = db.open()) {
        SourceRelation refused = session.resolve(StubDatabase.TABLE, TypeRules.standard());
        assertThat(refused.problems())
            .singleElement()
            .satisfies(
                p -> {
                  assertThat(p.code()).isEqualTo(ErrorCode.TYPE_UNSUPPORTED);
                  assertThat(p.toString()).contains("sql_variant").contains("RivetType.text()");
                });
      }
      ReadRows read =
          db.read(
              rules(
                  TypePolicy.STANDARD,
                  ColumnRule.of("v").as(RivetType.text()),
                  ColumnRule.of("r").as(RivetType.uint64()),
                  ColumnRule.of("d").as(RivetType.text()),
                  ColumnRule.of("m").as(RivetType.text())),
              ReadRows.options(100, Duration.ZERO));
      assertThat(read.rows().get(0))
          .containsExactly(
              "/1/2/",
              "0101000020e6100000000000000000f03f0000000000000040",
              "{\"a\":1}",
              "5",
              "2001",
              "2024-03-10 02:30:00.1234567",
              "1.5000");
      assertThat(db.reads())
          .containsExactly(
              "SELECT _rivet.[h].ToString() AS [h],"
                  + " CAST(_rivet.[g].STSrid AS binary(4)) + _rivet.[g].AsBinaryZM() AS [g],"
                  + " CAST(_rivet.[j] AS nvarchar(max)) AS [j],"
                  + " CAST(_rivet.[v] AS nvarchar(4000)) AS [v], _rivet.[r] AS [r],"
                  + " CONVERT(nvarchar(40), _rivet.[d], 121) AS [d], _rivet.[m] AS [m]"
                  + " FROM [dbo].[t] AS _rivet");
    }
  }

  @Test
  void halfASurrogatePairIsRefusedOrSettledByPolicy() throws Exception {
    try (StubDatabase db =
        new StubDatabase(StubDatabase.of("s nvarchar(10)"), new Object[] {"a\uD83D"})) {
      assertThatThrownBy(() -> db.read(TypeRules.standard(), ReadRows.options(100, Duration.ZERO)))
          .isInstanceOf(ValueRefusedException.class)
          .hasMessageContaining("not UTF-8");
      ReadRows read =
          db.read(
              rules(
                  TypePolicy.STANDARD,
                  ColumnRule.of("s").on(SpecialValue.INVALID_TEXT, ValuePolicy.NULL)),
              ReadRows.options(100, Duration.ZERO));
      assertThat(read.rows().get(0)).containsExactly((Object) null);
      assertThat(read.statistics().policyChanges()).isEqualTo(Map.of("s:INVALID_TEXT", 1L));
    }
  }
}
