package dev.rivet.dialect.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.extract.Relation;
import dev.rivet.type.RivetType;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostGIS and pgvector without either: types of the same names whose binary form is whatever bytes are put in. */
class ExtensionTypesIT {
  private static final String WKB = "0101000000000000000000f03f0000000000000040";
  private static final String EWKB = "0101000020e6100000000000000000f03f0000000000000040";

  @BeforeAll
  static void standIns() {
    TestServer.execute("CREATE SCHEMA stand_in");
    for (String name : List.of("geometry", "geography", "vector")) {
      String type = "stand_in." + name;
      TestServer.execute(
          "CREATE TYPE " + type,
          "CREATE FUNCTION stand_in."
              + name
              + "_in(cstring) RETURNS "
              + type
              + " AS 'byteain' LANGUAGE internal IMMUTABLE STRICT",
          "CREATE FUNCTION stand_in."
              + name
              + "_out("
              + type
              + ") RETURNS cstring AS 'byteaout'"
              + " LANGUAGE internal IMMUTABLE STRICT",
          "CREATE FUNCTION stand_in."
              + name
              + "_recv(internal) RETURNS "
              + type
              + " AS 'bytearecv' LANGUAGE internal IMMUTABLE STRICT",
          "CREATE FUNCTION stand_in."
              + name
              + "_send("
              + type
              + ") RETURNS bytea AS 'byteasend'"
              + " LANGUAGE internal IMMUTABLE STRICT",
          "CREATE FUNCTION stand_in."
              + name
              + "_typmod(cstring[]) RETURNS int4 AS"
              + " 'varchartypmodin' LANGUAGE internal IMMUTABLE STRICT",
          "CREATE TYPE "
              + type
              + " (INPUT = stand_in."
              + name
              + "_in, OUTPUT = stand_in."
              + name
              + "_out, RECEIVE = stand_in."
              + name
              + "_recv, SEND = stand_in."
              + name
              + "_send, TYPMOD_IN = stand_in."
              + name
              + "_typmod)");
    }
    // 4326 << 8, less the four bytes that this way of reading modifiers adds
    TestServer.execute(
        "CREATE TABLE stand_in.shapes (a stand_in.geometry(1107452), b stand_in.geometry, c"
            + " stand_in.geography, d stand_in.geometry(1107452)[], e stand_in.geometry[], f"
            + " stand_in.geography[], g stand_in.vector, h stand_in.vector[])",
        "INSERT INTO stand_in.shapes SELECT x, x, y, ARRAY[x, NULL]::stand_in.geometry(1107452)[],"
            + " ARRAY[x], ARRAY[y], v, ARRAY[v] FROM (SELECT '\\x"
            + EWKB
            + "'::stand_in.geometry AS x) s, (SELECT '\\x"
            + EWKB
            + "'::stand_in.geography AS y) t, (SELECT"
            + " '\\x000200003fc0000080000000'::stand_in.vector AS v) u");
  }

  @Test
  void shapesAndVectors() throws SQLException {
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      Rows rows = Rows.of(dialect, new Relation.Table("stand_in", "shapes"));
      assertThat(rows.columns())
          .extracting(c -> c.type().toString())
          .containsExactly(
              "binary(wkb)",
              "binary(ewkb)",
              "binary(wkb)",
              "list<binary(wkb)>",
              "list<binary(ewkb)>",
              "list<binary(wkb)>",
              RivetType.list(RivetType.float32()).toString(),
              "text(array)");
      List<Object> row = rows.rows().get(0);
      assertThat(row.subList(0, 7))
          .containsExactly(
              WKB,
              EWKB,
              WKB,
              Arrays.asList(WKB, null),
              List.of(EWKB),
              List.of(WKB),
              List.of(1.5f, -0.0f));
      assertThat(rows.columns().get(0).metadata()).containsEntry("srid", "4326");
      assertThat(rows.columns().get(1).metadata()).doesNotContainKey("srid");
      assertThat(rows.columns().get(2).metadata()).containsEntry("srid", "4326");
    }
  }

  @Test
  void anotherSridIsRefused() {
    for (Postgres dialect : List.of(Postgres.create(), Postgres.withoutCopy())) {
      Throwable e =
          catchThrowable(
              () ->
                  Rows.of(
                      dialect,
                      Rows.query(
                          "SELECT '\\x"
                              + EWKB.replace("e6100000", "e7100000")
                              + "'::stand_in.geography AS v")));
      assertThat(e).hasMessageContaining("SRID").hasMessageContaining("row 1 of the slice");
    }
  }
}
