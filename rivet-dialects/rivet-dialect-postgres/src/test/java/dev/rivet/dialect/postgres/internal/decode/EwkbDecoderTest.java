package dev.rivet.dialect.postgres.internal.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivet.error.ErrorCode;
import dev.rivet.spi.dialect.ValueRefusedException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EWKB as PostGIS sends it, to WKB as ISO 13249 has it. */
class EwkbDecoderTest {
  private static final String XY = "000000000000f03f0000000000000040";
  private static final String XY_BIG = "3ff00000000000004000000000000000";
  private static final String Z = "0000000000000840";

  private static String decoded(String ewkb, int srid) throws SQLException {
    byte[] bytes = HexFormat.of().parseHex(ewkb);
    try (BufferAllocator allocator = new RootAllocator();
        VarBinaryVector vector = new VarBinaryVector("g", allocator)) {
      vector.allocateNew(1);
      EwkbDecoder decoder =
          new EwkbDecoder(vector, new ValueRules("g", "binary(wkb)", true, false, Map.of()), srid);
      Cells cells = new Cells(1);
      cells.set(0, bytes, 0, bytes.length);
      decoder.start();
      decoder.decode(cells, 1, 0);
      decoder.finish(1);
      vector.setValueCount(1);
      return HexFormat.of().formatHex(vector.get(0));
    }
  }

  private static String hex(String pattern) {
    return pattern.replace(" ", "").replace("XYB", XY_BIG).replace("XY", XY).replace("Z", Z);
  }

  @ParameterizedTest
  @CsvSource({
    "point,             01 01000020 e6100000 XY,          01 01000000 XY",
    "point big-endian,  00 20000001 000010e6 XYB,         00 00000001 XYB",
    "point without one, 01 01000000 XY,                   01 01000000 XY",
    "point Z,           01 010000a0 e6100000 XY Z,        01 e9030000 XY Z",
    "point M,           01 01000060 e6100000 XY Z,        01 d1070000 XY Z",
    "point ZM,          01 010000e0 e6100000 XY Z Z,      01 b90b0000 XY Z Z",
    "line,              01 02000020 e6100000 02000000 XY XY, 01 02000000 02000000 XY XY",
    "empty line,        01 02000020 e6100000 00000000,    01 02000000 00000000",
    "polygon,           01 03000020 e6100000 02000000 01000000 XY 02000000 XY XY, 01 03000000"
        + " 02000000 01000000 XY 02000000 XY XY",
    "multipoint,        01 04000020 e6100000 02000000 0101000000 XY 0101000000 XY, 01 04000000"
        + " 02000000 0101000000 XY 0101000000 XY",
    "collection Z,      01 070000a0 e6100000 01000000 0101000080 XY Z, 01 ef030000 01000000"
        + " 01e9030000 XY Z",
    "nested collection, 01 07000000 01000000 0107000000 00000000, 01 07000000 01000000 0107000000"
        + " 00000000",
    "circular string,   01 08000000 01000000 XY,          01 08000000 01000000 XY",
    "triangle,          01 11000000 01000000 01000000 XY, 01 11000000 01000000 01000000 XY"
  })
  void toIsoWkb(String name, String ewkb, String wkb) throws SQLException {
    assertThat(decoded(hex(ewkb), 4326)).as(name).isEqualTo(hex(wkb));
  }

  @ParameterizedTest
  @CsvSource({
    "01 01000020 e7100000 XY,              another SRID than the column's 4326",
    "01 01000000 XY 00,                    bytes after its end",
    "01 01000000 00000000,                 ends too early",
    "01 02000000 ffffff7f XY,              ends too early",
    "01 02000000 ffffffff XY,              ends too early",
    "01 01,                                ends too early",
    "01 63000000 XY,                       unknown type 99"
  })
  void brokenOnesAreRefused(String ewkb, String said) {
    assertThatThrownBy(() -> decoded(hex(ewkb), 4326))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("\"g\"")
        .extracting(e -> ((ValueRefusedException) e).code())
        .isEqualTo(ErrorCode.VALUE_NOT_REPRESENTABLE);
  }
}
