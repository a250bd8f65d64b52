package dev.rivet.it.types;

import java.util.ArrayList;
import java.util.List;

/**
 * The promise about types, as literals: a SQL type and a literal of it, the column's Rivet type, its Parquet type, the value as a
 * Parquet reader sees it, and the text in CSV. Nothing here is computed.
 */
final class TypeTable {
  private static final String TEXT = "BINARY STRING";
  private static final String JSON = "BINARY JSON";
  private static final String UUID = "FIXED_LEN_BYTE_ARRAY(16) UUID";
  private static final String DATE = "INT32 DATE";
  private static final String TIME = "INT64 TIME(MICROS,false)";
  private static final String LOCAL = "INT64 TIMESTAMP(MICROS,false)";
  private static final String UTC = "INT64 TIMESTAMP(MICROS,true)";

  /**
   * One line.
   *
   * @param type SQL type of the column
   * @param literal what is inserted
   * @param rivet text of the planned type
   * @param parquet physical and logical type
   * @param value what the file holds; elements of lists in brackets, NULL for NULL
   * @param csv the same in CSV
   */
  record Case(String type, String literal, String rivet, String parquet, String value, String csv) {
    @Override
    public String toString() {
      return type + " '" + literal + "'";
    }
  }

  /** All lines. */
  static final List<Case> CASES = cases();

  private TypeTable() {}

  private static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    numbers(all);
    decimals(all);
    texts(all);
    times(all);
    serverTexts(all);
    nested(all);
    return List.copyOf(all);
  }

  private static void add(
      List<Case> all, String type, String literal, String rivet, String parquet, String value) {
    all.add(new Case(type, literal, rivet, parquet, value, value));
  }

  private static void add(
      List<Case> all,
      String type,
      String literal,
      String rivet,
      String parquet,
      String value,
      String csv) {
    all.add(new Case(type, literal, rivet, parquet, value, csv));
  }

  private static void text(List<Case> all, String type, String literal, String value) {
    add(all, type, literal, "text", TEXT, value);
  }

  private static void tagged(
      List<Case> all, String type, String literal, String tag, String value) {
    add(all, type, literal, "text(" + tag + ")", TEXT, value);
  }

  private static void numbers(List<Case> all) {
    add(all, "boolean", "true", "bool", "BOOLEAN", "true");
    add(all, "boolean", "false", "bool", "BOOLEAN", "false");
    add(all, "smallint", "-32768", "int16", "INT32 INTEGER(16,true)", "-32768");
    add(all, "smallint", "32767", "int16", "INT32 INTEGER(16,true)", "32767");
    add(all, "integer", "-2147483648", "int32", "INT32", "-2147483648");
    add(all, "integer", "2147483647", "int32", "INT32", "2147483647");
    add(all, "bigint", "-9223372036854775808", "int64", "INT64", "-9223372036854775808");
    add(all, "bigint", "9223372036854775807", "int64", "INT64", "9223372036854775807");
    add(all, "oid", "0", "int64", "INT64", "0");
    add(all, "oid", "4294967295", "int64", "INT64", "4294967295");
    add(all, "xid8", "0", "uint64", "INT64 INTEGER(64,false)", "0");
    add(
        all,
        "xid8",
        "18446744073709551615",
        "uint64",
        "INT64 INTEGER(64,false)",
        "18446744073709551615");
    String f4 = "float32";
    add(all, "real", "0.1", f4, "FLOAT", "0.1");
    add(all, "real", "1e10", f4, "FLOAT", "1.0E10", "10000000000");
    add(
        all,
        "real",
        "3.4028235e38",
        f4,
        "FLOAT",
        "3.4028235E38",
        "340282350000000000000000000000000000000");
    add(
        all,
        "real",
        "1.4e-45",
        f4,
        "FLOAT",
        "1.4E-45",
        "0.000000000000000000000000000000000000000000001");
    add(all, "real", "-0", f4, "FLOAT", "-0.0", "-0");
    add(all, "real", "NaN", f4, "FLOAT", "NaN", "NaN");
    add(all, "real", "Infinity", f4, "FLOAT", "Infinity", "inf");
    add(all, "real", "-Infinity", f4, "FLOAT", "-Infinity", "-inf");
    String f8 = "float64";
    add(all, "double precision", "0.1", f8, "DOUBLE", "0.1");
    add(all, "double precision", "100", f8, "DOUBLE", "100.0", "100");
    add(all, "double precision", "2e23", f8, "DOUBLE", "2.0E23", "200000000000000000000000");
    add(
        all,
        "double precision",
        "1.7976931348623157e308",
        f8,
        "DOUBLE",
        "1.7976931348623157E308",
        "17976931348623157" + "0".repeat(292));
    add(all, "double precision", "5e-324", f8, "DOUBLE", "4.9E-324", "0." + "0".repeat(323) + "5");
    add(all, "double precision", "-0", f8, "DOUBLE", "-0.0", "-0");
    add(all, "double precision", "NaN", f8, "DOUBLE", "NaN", "NaN");
    add(all, "double precision", "Infinity", f8, "DOUBLE", "Infinity", "inf");
    add(all, "double precision", "-Infinity", f8, "DOUBLE", "-Infinity", "-inf");
  }

  private static void decimal(
      List<Case> all, String type, String literal, int p, int s, String physical, String value) {
    String decimal = "(" + p + "," + s + ")";
    add(all, type, literal, "decimal" + decimal, physical + " DECIMAL" + decimal, value);
  }

  private static void decimals(List<Case> all) {
    String flba9 = "FIXED_LEN_BYTE_ARRAY(9)";
    String flba16 = "FIXED_LEN_BYTE_ARRAY(16)";
    String nines38 = "9".repeat(38);
    String nines76 = "9".repeat(76);
    decimal(all, "numeric(1,0)", "-9", 1, 0, "INT32", "-9");
    decimal(all, "numeric(9,0)", "999999999", 9, 0, "INT32", "999999999");
    decimal(all, "numeric(9,4)", "-99999.9999", 9, 4, "INT32", "-99999.9999");
    decimal(all, "numeric(10,2)", "12345678.9", 10, 2, "INT64", "12345678.90");
    decimal(all, "numeric(18,2)", "0.01", 18, 2, "INT64", "0.01");
    decimal(all, "numeric(18,2)", "-0.01", 18, 2, "INT64", "-0.01");
    decimal(all, "numeric(18,2)", "9999999999999999.99", 18, 2, "INT64", "9999999999999999.99");
    decimal(all, "numeric(18,2)", "-9999999999999999.99", 18, 2, "INT64", "-9999999999999999.99");
    decimal(all, "numeric(18,2)", "0", 18, 2, "INT64", "0.00");
    decimal(all, "numeric(18,18)", "0.000000000000000001", 18, 18, "INT64", "0.000000000000000001");
    decimal(all, "numeric(20,6)", "-12345678901234.567891", 20, 6, flba9, "-12345678901234.567891");
    decimal(
        all,
        "numeric(38,10)",
        "-9999999999999999999999999999.9999999999",
        38,
        10,
        flba16,
        "-9999999999999999999999999999.9999999999");
    decimal(all, "numeric(38,10)", "-0.0000000001", 38, 10, flba16, "-0.0000000001");
    decimal(all, "numeric(38,0)", "-" + nines38, 38, 0, flba16, "-" + nines38);
    decimal(all, "numeric(38,38)", "0." + nines38, 38, 38, flba16, "0." + nines38);
    decimal(
        all,
        "numeric(50,5)",
        "123456789012345678901234567890123456789012345.12345",
        50,
        5,
        "FIXED_LEN_BYTE_ARRAY(21)",
        "123456789012345678901234567890123456789012345.12345");
    decimal(all, "numeric(76,0)", "-" + nines76, 76, 0, "FIXED_LEN_BYTE_ARRAY(32)", "-" + nines76);
    decimal(
        all, "numeric(76,76)", "0." + nines76, 76, 76, "FIXED_LEN_BYTE_ARRAY(32)", "0." + nines76);
    decimal(all, "numeric(3,5)", "0.00999", 5, 5, "INT32", "0.00999");
    decimal(all, "numeric(3,-2)", "12345", 5, 0, "INT32", "12300");
    decimal(all, "numeric(2,-17)", "-9900000000000000000", 19, 0, flba9, "-9900000000000000000");
    decimal(all, "money", "$92,233,720,368,547,758.07", 19, 2, flba9, "92233720368547758.07");
    decimal(all, "money", "-$92,233,720,368,547,758.08", 19, 2, flba9, "-92233720368547758.08");
    decimal(all, "money", "-$0.01", 19, 2, flba9, "-0.01");
    decimal(all, "price", "12.30", 10, 2, "INT64", "12.30");
  }

  private static void texts(List<Case> all) {
    text(all, "text", "", "");
    text(all, "text", "NULL", "NULL");
    text(all, "text", ",\"\r\n\t;😀é\u0001\ufeff", ",\"\r\n\t;😀é\u0001\ufeff");
    text(all, "text", " led and trailed ", " led and trailed ");
    text(all, "text", "=cmd|'x'!A1", "=cmd|'x'!A1");
    text(all, "text", "ąż".repeat(60_000), "ąż".repeat(60_000));
    text(all, "varchar(10)", "İıÅ", "İıÅ");
    text(all, "varchar", "plain", "plain");
    text(all, "char(5)", "ab", "ab   ");
    text(all, "\"char\"", "x", "x");
    text(all, "\"char\"", "\\377", "\\377");
    text(all, "name", "some_name", "some_name");
    text(all, "citext", "MiXed", "MiXed");
    text(all, "small_text", "abc", "abc");
    add(all, "bytea", "\\x", "binary", "BINARY", "");
    add(all, "bytea", "\\x00ff10", "binary", "BINARY", "00ff10");
    String everyByte = everyByte();
    add(all, "bytea", "\\x" + everyByte, "binary", "BINARY", everyByte);
    String uuid = "00112233-4455-6677-8899-aabbccddeeff";
    add(all, "uuid", uuid, "uuid", UUID, uuid);
    add(
        all,
        "uuid",
        "{FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF}",
        "uuid",
        UUID,
        "ffffffff-ffff-ffff-ffff-ffffffffffff");
    add(all, "json", "{ \"b\" :1,\n\"a\": [ ] }", "json", JSON, "{ \"b\" :1,\n\"a\": [ ] }");
    add(all, "jsonb", "{\"a\":1, \"b\":[\"é\"]}", "json", JSON, "{\"a\": 1, \"b\": [\"é\"]}");
    add(all, "jsonb", "null", "json", JSON, "null");
    tagged(all, "mood", "sad 😀", "enum", "sad 😀");
    tagged(all, "good_mood", "ok", "enum", "ok");
  }

  private static String everyByte() {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 256; i++) {
      hex.append(Character.forDigit(i >> 4, 16)).append(Character.forDigit(i & 15, 16));
    }
    return hex.toString();
  }

  private static void times(List<Case> all) {
    add(all, "date", "1970-01-01", "date", DATE, "1970-01-01");
    add(all, "date", "0001-01-01", "date", DATE, "0001-01-01");
    add(all, "date", "1582-10-10", "date", DATE, "1582-10-10");
    add(all, "date", "9999-12-31", "date", DATE, "9999-12-31");
    add(all, "date", "0001-12-31 BC", "date", DATE, "0000-12-31");
    add(all, "date", "0044-03-15 BC", "date", DATE, "-0043-03-15");
    add(all, "date", "4714-11-24 BC", "date", DATE, "-4713-11-24");
    add(all, "date", "12345-01-01", "date", DATE, "+12345-01-01");
    add(all, "date", "5874897-12-31", "date", DATE, "+5874897-12-31");
    String time = "time(microsecond)";
    add(all, "time", "00:00:00", time, TIME, "00:00:00.000000");
    add(all, "time", "02:30:00", time, TIME, "02:30:00.000000");
    add(all, "time", "23:59:59.999999", time, TIME, "23:59:59.999999");
    add(all, "time(0)", "12:00:00.5", time, TIME, "12:00:01.000000");
    tagged(all, "timetz", "02:30:00.5+05:45", "timetz", "02:30:00.500000+05:45");
    tagged(all, "timetz", "23:59:59-12:34:56", "timetz", "23:59:59.000000-12:34:56");
    tagged(all, "timetz", "00:00:00Z", "timetz", "00:00:00.000000+00:00");
    local(all, "1969-12-31 23:59:59.999999", "1969-12-31T23:59:59.999999");
    local(all, "2024-03-10 02:30:00", "2024-03-10T02:30:00.000000");
    local(all, "1985-12-31 23:45:00.000001", "1985-12-31T23:45:00.000001");
    local(all, "0001-01-01 00:00:00", "0001-01-01T00:00:00.000000");
    local(all, "1500-02-28 12:00:00", "1500-02-28T12:00:00.000000");
    local(all, "0044-03-15 12:00:00 BC", "-0043-03-15T12:00:00.000000");
    local(all, "12345-01-01 00:00:00", "+12345-01-01T00:00:00.000000");
    local(all, "294246-12-31 23:59:59.999999", "+294246-12-31T23:59:59.999999");
    instant(all, "2024-03-10 02:30:00-05", "2024-03-10T07:30:00.000000Z");
    instant(all, "1986-01-01 00:00:00+05:30", "1985-12-31T18:30:00.000000Z");
    instant(all, "1969-12-31 23:59:59.999999Z", "1969-12-31T23:59:59.999999Z");
    instant(all, "0044-03-15 12:00:00Z BC", "-0043-03-15T12:00:00.000000Z");
    instant(all, "12345-01-01 00:00:00Z", "+12345-01-01T00:00:00.000000Z");
    interval(all, "2 years 1 mon 5 days 01:02:03.456789", "P2Y1M5DT1H2M3.456789S");
    interval(all, "25 mons 5 days 3723.456789 secs", "P2Y1M5DT1H2M3.456789S");
    interval(all, "-01:02:03.456789", "PT-1H-2M-3.456789S");
    interval(all, "-0.5 secs", "PT-0.500000S");
    interval(all, "1 year -1 day", "P1Y-1D");
    interval(all, "-13 mons", "P-1Y-1M");
    interval(all, "0", "PT0S");
    interval(all, "90 mins", "PT1H30M");
    interval(all, "178000000 years", "P178000000Y");
  }

  private static void local(List<Case> all, String literal, String value) {
    add(all, "timestamp", literal, "timestamp(microsecond)", LOCAL, value);
  }

  private static void instant(List<Case> all, String literal, String value) {
    add(all, "timestamptz", literal, "timestamp_tz(microsecond,UTC)", UTC, value);
  }

  private static void interval(List<Case> all, String literal, String value) {
    tagged(all, "interval", literal, "interval", value);
  }

  private static void serverTexts(List<Case> all) {
    tagged(all, "xid", "4294967295", "xid", "4294967295");
    tagged(all, "cid", "7", "cid", "7");
    tagged(all, "tid", "(3,4)", "tid", "(3,4)");
    tagged(all, "pg_lsn", "16/B374D848", "pg_lsn", "16/B374D848");
    tagged(all, "regclass", "pg_class", "regclass", "pg_class");
    tagged(all, "regtype", "integer", "regtype", "integer");
    tagged(all, "regprocedure", "abs(integer)", "regprocedure", "abs(integer)");
    tagged(all, "regrole", "postgres", "regrole", "postgres");
    tagged(all, "jsonpath", "$.a[*]", "jsonpath", "$.\"a\"[*]");
    tagged(all, "xml", "<a>é</a>", "xml", "<a>é</a>");
    tagged(all, "bit(3)", "101", "bit", "101");
    tagged(all, "varbit", "", "bit", "");
    tagged(all, "bit(64)", "1".repeat(64), "bit", "1".repeat(64));
    tagged(all, "inet", "192.168.1.5", "inet", "192.168.1.5");
    tagged(all, "inet", "192.168.1.5/24", "inet", "192.168.1.5/24");
    tagged(all, "inet", "::", "inet", "::");
    tagged(all, "inet", "::1", "inet", "::1");
    tagged(all, "inet", "::ffff:1.2.3.4", "inet", "::ffff:1.2.3.4");
    tagged(all, "inet", "1:0:0:2::3", "inet", "1:0:0:2::3");
    tagged(all, "inet", "2001:db8::8a2e:370:7334/64", "inet", "2001:db8::8a2e:370:7334/64");
    tagged(all, "cidr", "10.0.0.0/8", "cidr", "10.0.0.0/8");
    tagged(all, "cidr", "1.2.3.4", "cidr", "1.2.3.4/32");
    tagged(all, "cidr", "2001:db8::/32", "cidr", "2001:db8::/32");
    tagged(all, "macaddr", "08-00-2B-01-02-03", "macaddr", "08:00:2b:01:02:03");
    tagged(all, "macaddr8", "08:00:2b:01:02:03:04:05", "macaddr8", "08:00:2b:01:02:03:04:05");
    tagged(all, "int4range", "[1,9]", "range", "[1,10)");
    tagged(all, "int8range", "empty", "range", "empty");
    tagged(all, "numrange", "(,1.50]", "range", "(,1.50]");
    tagged(all, "daterange", "[2024-01-01,infinity]", "range", "[2024-01-01,infinity]");
    tagged(all, "tsrange", "[2024-01-01 00:00,)", "range", "[\"2024-01-01 00:00:00\",)");
    tagged(all, "tstzrange", "[2024-03-10 02:30:00-05,)", "range", "[\"2024-03-10 07:30:00+00\",)");
    tagged(all, "int4multirange", "{[1,2],[5,6]}", "range", "{[1,3),[5,7)}");
    tagged(all, "nummultirange", "{}", "range", "{}");
    tagged(all, "floatrange", "[0.1,2.5)", "range", "[0.1,2.5)");
    tagged(all, "ltree", "Top.Science", "ltree", "Top.Science");
    tagged(all, "tsvector", "a:1 b:2", "tsvector", "'a':1 'b':2");
    tagged(all, "tsquery", "a & b", "tsquery", "'a' & 'b'");
    tagged(all, "point", "(1,2)", "point", "(1,2)");
    tagged(all, "point", "(0.1,1e300)", "point", "(0.1,1e+300)");
    tagged(all, "line", "{1,2,3}", "line", "{1,2,3}");
    tagged(all, "lseg", "[(0,0),(1,1)]", "lseg", "[(0,0),(1,1)]");
    tagged(all, "box", "(1,1),(0,0)", "box", "(1,1),(0,0)");
    tagged(all, "path", "[(0,0),(1,1)]", "path", "[(0,0),(1,1)]");
    tagged(all, "polygon", "((0,0),(1,1),(1,0))", "polygon", "((0,0),(1,1),(1,0))");
    tagged(all, "circle", "<(0,0),1.5>", "circle", "<(0,0),1.5>");
    tagged(all, "int2vector", "1 2", "int2vector", "1 2");
    tagged(all, "hstore[]", "{a=>1}", "array", "{\"\\\"a\\\"=>\\\"1\\\"\"}");
  }

  private static void list(
      List<Case> all,
      String type,
      String literal,
      String rivet,
      String parquet,
      String value,
      String csv) {
    add(all, type, literal, "list<" + rivet + ">", "LIST " + parquet, value, csv);
  }

  private static void nested(List<Case> all) {
    add(all, "pair", "(1,\"a b\")", "json", JSON, "{\"a\": 1, \"b\": \"a b\"}");
    add(all, "pair[]", "{\"(1,x)\"}", "json", JSON, "[{\"a\": 1, \"b\": \"x\"}]");
    add(
        all,
        "hstore",
        "b=>NULL, a=>1, \"\"=>\"\"",
        "map<text,text>",
        "MAP",
        "{=,a=1,b=NULL}",
        "{\"\":\"\",\"a\":\"1\",\"b\":null}");
    add(all, "hstore", "", "map<text,text>", "MAP", "{}", "{}");
    list(
        all,
        "boolean[]",
        "{t,NULL,f}",
        "bool",
        "BOOLEAN",
        "[true,NULL,false]",
        "[true,null,false]");
    list(all, "integer[]", "{1,NULL,3}", "int32", "INT32", "[1,NULL,3]", "[1,null,3]");
    list(all, "integer[]", "{}", "int32", "INT32", "[]", "[]");
    list(all, "integer[]", "{NULL}", "int32", "INT32", "[NULL]", "[null]");
    list(all, "smallint[]", "{-1}", "int16", "INT32 INTEGER(16,true)", "[-1]", "[-1]");
    list(
        all,
        "bigint[]",
        "{9223372036854775807}",
        "int64",
        "INT64",
        "[9223372036854775807]",
        "[9223372036854775807]");
    list(all, "real[]", "{0.1}", "float32", "FLOAT", "[0.1]", "[0.1]");
    list(all, "double precision[]", "{0.1,-2}", "float64", "DOUBLE", "[0.1,-2.0]", "[0.1,-2]");
    list(
        all,
        "text[]",
        "{a,\"\",NULL,\"x\\\"y\"}",
        "text",
        TEXT,
        "[a,,NULL,x\"y]",
        "[\"a\",\"\",null,\"x\\\"y\"]");
    list(all, "varchar(5)[]", "{ab}", "text", TEXT, "[ab]", "[\"ab\"]");
    list(all, "char(3)[]", "{a}", "text", TEXT, "[a  ]", "[\"a  \"]");
    list(
        all,
        "numeric(10,2)[]",
        "{1.5,NULL,-2.25}",
        "decimal(10,2)",
        "INT64 DECIMAL(10,2)",
        "[1.50,NULL,-2.25]",
        "[1.50,null,-2.25]");
    list(
        all,
        "numeric(50,5)[]",
        "{1.5}",
        "decimal(50,5)",
        "FIXED_LEN_BYTE_ARRAY(21) DECIMAL(50,5)",
        "[1.50000]",
        "[1.50000]");
    list(
        all,
        "money[]",
        "{$1.50}",
        "decimal(19,2)",
        "FIXED_LEN_BYTE_ARRAY(9) DECIMAL(19,2)",
        "[1.50]",
        "[1.50]");
    list(all, "date[]", "{1969-12-31}", "date", DATE, "[1969-12-31]", "[\"1969-12-31\"]");
    list(
        all,
        "time[]",
        "{00:00:01}",
        "time(microsecond)",
        TIME,
        "[00:00:01.000000]",
        "[\"00:00:01.000000\"]");
    list(
        all,
        "timetz[]",
        "{00:00:01+01}",
        "text(timetz)",
        TEXT,
        "[00:00:01.000000+01:00]",
        "[\"00:00:01.000000+01:00\"]");
    list(
        all,
        "timestamp[]",
        "{1970-01-01 00:00:01}",
        "timestamp(microsecond)",
        LOCAL,
        "[1970-01-01T00:00:01.000000]",
        "[\"1970-01-01T00:00:01.000000\"]");
    list(
        all,
        "timestamptz[]",
        "{1970-01-01 00:00:01+01}",
        "timestamp_tz(microsecond,UTC)",
        UTC,
        "[1969-12-31T23:00:01.000000Z]",
        "[\"1969-12-31T23:00:01.000000Z\"]");
    list(all, "interval[]", "{1 day}", "text(interval)", TEXT, "[P1D]", "[\"P1D\"]");
    String uuid = "00112233-4455-6677-8899-aabbccddeeff";
    list(all, "uuid[]", "{" + uuid + "}", "uuid", UUID, "[" + uuid + "]", "[\"" + uuid + "\"]");
    list(all, "bytea[]", "{\"\\\\x00ff\"}", "binary", "BINARY", "[00ff]", "[\"00ff\"]");
    list(all, "json[]", "{\"{}\"}", "json", JSON, "[{}]", "[{}]");
    list(all, "jsonb[]", "{\"{\\\"a\\\":1}\"}", "json", JSON, "[{\"a\": 1}]", "[{\"a\": 1}]");
    list(all, "mood[]", "{sad 😀}", "text(enum)", TEXT, "[sad 😀]", "[\"sad 😀\"]");
    list(all, "inet[]", "{1.2.3.4}", "text(inet)", TEXT, "[1.2.3.4]", "[\"1.2.3.4\"]");
    list(all, "int4range[]", "{\"[1,3)\"}", "text(range)", TEXT, "[[1,3)]", "[\"[1,3)\"]");
    list(all, "bit(2)[]", "{10}", "text(bit)", TEXT, "[10]", "[\"10\"]");
    list(all, "oid[]", "{4294967295}", "int64", "INT64", "[4294967295]", "[4294967295]");
    list(all, "xml[]", "{<a/>}", "text(xml)", TEXT, "[<a/>]", "[\"<a/>\"]");
    list(all, "point[]", "{\"(1,2)\"}", "text(point)", TEXT, "[(1,2)]", "[\"(1,2)\"]");
    list(all, "price[]", "{1.50}", "decimal(10,2)", "INT64 DECIMAL(10,2)", "[1.50]", "[1.50]");
    list(all, "ints", "{1,2}", "int32", "INT32", "[1,2]", "[1,2]");
  }
}
