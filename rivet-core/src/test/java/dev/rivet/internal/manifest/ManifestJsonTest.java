package dev.rivet.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rivet.internal.json.Mutations;
import dev.rivet.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestJsonTest {

  static Manifest sample() {
    return new Manifest(
        1,
        "orders_20261123T101530.123_0badcafe",
        "export",
        "orders",
        Instant.parse("2026-11-23T10:15:30.123Z"),
        Instant.parse("2026-11-23T10:15:31.000001Z"),
        Manifest.Status.SUCCESS,
        new Manifest.Source("postgres", "shop", "public.orders", "chunked", "per_slice"),
        "file:///out/é",
        "parquet",
        "zstd",
        "modern",
        "xxh3:00000000000000bb",
        List.of(new Manifest.Column("id", "int64", "bigint", false)),
        12,
        1,
        List.of(
            new Manifest.Part(
                1,
                "p 1.parquet",
                "r",
                0,
                12,
                34,
                "xxh3:00000000000000cc",
                null,
                Manifest.PartStatus.COMMITTED,
                null),
            new Manifest.Part(
                2,
                "p2.parquet",
                "r",
                0,
                1,
                2,
                "xxh3:00000000000000dd",
                "0cc1",
                Manifest.PartStatus.SUPERSEDED,
                2)),
        List.of(new Manifest.ColumnChecksum("id", "00000000000000000000000000000001")),
        "00000000000000000000000000000002",
        null,
        List.of(new Manifest.Superseded("r0", "p0.parquet")));
  }

  @Test
  void hasTheDocumentedForm() throws IOException {
    assertThat(new String(ManifestJson.write(sample()), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "column_checksums": [
                {
                  "checksum": "00000000000000000000000000000001",
                  "name": "id"
                }
              ],
              "columns": [
                {
                  "name": "id",
                  "native_type": "bigint",
                  "nullable": false,
                  "type": "int64"
                }
              ],
              "compression": "zstd",
              "content_digest": "00000000000000000000000000000002",
              "destination": "file:///out/é",
              "export_name": "orders",
              "finished_at": "2026-11-23T10:15:31.000001Z",
              "format": "parquet",
              "kind": "export",
              "manifest_version": 1,
              "part_count": 1,
              "parts": [
                {
                  "content_fingerprint": "xxh3:00000000000000cc",
                  "part_id": 1,
                  "path": "p 1.parquet",
                  "rows": 12,
                  "run_id": "r",
                  "size_bytes": 34,
                  "slice": 0,
                  "status": "committed"
                },
                {
                  "content_fingerprint": "xxh3:00000000000000dd",
                  "content_md5": "0cc1",
                  "epoch": 2,
                  "part_id": 2,
                  "path": "p2.parquet",
                  "rows": 1,
                  "run_id": "r",
                  "size_bytes": 2,
                  "slice": 0,
                  "status": "superseded"
                }
              ],
              "row_count": 12,
              "run_id": "orders_20261123T101530.123_0badcafe",
              "schema_fingerprint": "xxh3:00000000000000bb",
              "source": {
                "consistency": "per_slice",
                "database": "shop",
                "engine": "postgres",
                "relation": "public.orders",
                "strategy": "chunked"
              },
              "started_at": "2026-11-23T10:15:30.123000Z",
              "status": "success",
              "supersedes": [
                {
                  "path": "p0.parquet",
                  "run_id": "r0"
                }
              ],
              "writer_profile": "modern"
            }
            """);
  }

  @Test
  void roundTripsInAnyLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(new Locale("tr", "TR"));
      byte[] bytes = ManifestJson.write(sample());
      assertThat(ManifestJson.read(bytes)).isEqualTo(sample());
      Locale.setDefault(Locale.ROOT);
      assertThat(ManifestJson.write(sample())).isEqualTo(bytes);
      assertThat(ManifestJson.read(new ByteArrayInputStream(bytes))).isEqualTo(sample());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void unknownFieldsAreIgnored() throws IOException {
    String json = new String(ManifestJson.write(sample()), StandardCharsets.UTF_8);
    String newer =
        json.replace("\"kind\": ", "\"export_family\": {\"a\": [null]}, \"kind\": ")
            .replace("\"part_id\": ", "\"new\": 1, \"part_id\": ");
    assertThat(newer).isNotEqualTo(json);
    assertThat(ManifestJson.read(newer.getBytes(StandardCharsets.UTF_8))).isEqualTo(sample());
  }

  @Test
  void everyTruncationIsFound() {
    byte[] bytes = ManifestJson.write(sample());
    for (int length = 0; length < bytes.length - 2; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ManifestJson.read(cut))
          .as("%d bytes", length)
          .isInstanceOf(ManifestReadException.class);
    }
    assertThatThrownBy(() -> ManifestJson.read(Arrays.copyOf(bytes, 500)))
        .hasMessageContaining("truncated")
        .hasMessageContaining("line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "null",
        "[]",
        "1",
        "\"x\"",
        "{}",
        "{\"manifest_version\": true}",
        "PAR1",
        "{\"manifest_version\": 1}"
      })
  void garbageIsFound(String text) {
    assertThatThrownBy(() -> ManifestJson.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ManifestReadException.class)
        .hasMessageContaining("manifest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"manifest_version\": 1 | \"manifest_version\": 2 | unknown",
        "\"row_count\": 12 | \"row_count\": \"12\" | row_count",
        "\"row_count\": 12 | \"row_count\": 12.5 | row_count",
        "\"row_count\": 12, | '' | row_count",
        "\"status\": \"success\" | \"status\": \"finished\" | status",
        "\"status\": \"committed\" | \"status\": null | parts[0].status",
        "\"path\": \"p 1.parquet\" | \"path\": null | parts[0].path",
        "\"parts\": | \"parts_\": | parts",
      })
  void damageIsFoundAndNamed(String before, String after, String named) {
    String json = new String(ManifestJson.write(sample()), StandardCharsets.UTF_8);
    String damaged = json.replace(before, after);
    assertThat(damaged).isNotEqualTo(json);
    assertThatThrownBy(() -> ManifestJson.read(damaged.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ManifestReadException.class)
        .hasMessageContaining(named);
  }

  @Test
  void notUtf8IsFound() {
    byte[] bytes = ManifestJson.write(sample());
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("orders")] = (byte) 0xff;
    assertThatThrownBy(() -> ManifestJson.read(bytes)).isInstanceOf(ManifestReadException.class);
  }

  @Test
  void tooLongIsFoundWithoutReadingOn() {
    InputStream endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            given += length;
            assertThat(given).isLessThan(65L << 20);
            Arrays.fill(bytes, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> ManifestJson.read(endless))
        .isInstanceOf(ManifestReadException.class)
        .hasMessageContaining("64 MiB");
  }

  @Test
  void failuresOfTheStreamStayWhatTheyAre() {
    IOException lost = new IOException("lost");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw lost;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw lost;
          }
        };
    assertThatThrownBy(() -> ManifestJson.read(broken)).isSameAs(lost);
  }

  @Test
  void nothingButADocumentedExceptionComesOfMutatedBytes() {
    byte[] original = ManifestJson.write(sample());
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] mutated =
          Mutations.of(new String(original, StandardCharsets.ISO_8859_1), random)
              .getBytes(StandardCharsets.ISO_8859_1);
      Throwable thrown = catchThrowable(() -> ManifestJson.read(mutated));
      assertThat(thrown == null || thrown instanceof ManifestReadException)
          .as("seed %d: %s", seed, thrown)
          .isTrue();
      thrown = catchThrowable(() -> SuccessMarker.read(mutated));
      assertThat(thrown).as("seed %d", seed).isInstanceOf(ManifestReadException.class);
    }
  }

  @Test
  void markerIsTheFingerprintOfTheBytes() throws IOException {
    byte[] marker = SuccessMarker.of(new byte[] {'a', 'b', 'c'});
    assertThat(new String(marker, StandardCharsets.US_ASCII)).isEqualTo("xxh3:78af5f94892f3950\n");
    assertThat(SuccessMarker.read(marker)).isEqualTo("xxh3:78af5f94892f3950");
    assertThat(SuccessMarker.read(new ByteArrayInputStream(marker)))
        .isEqualTo("xxh3:78af5f94892f3950");
    for (String bad :
        List.of(
            "",
            "\n",
            "xxh3:78af5f94892f395",
            "xxh3:78af5f94892f3950x",
            "xxh3:78AF5F94892F3950\n")) {
      assertThatThrownBy(() -> SuccessMarker.read(bad.getBytes(StandardCharsets.US_ASCII)))
          .isInstanceOf(ManifestReadException.class);
    }
  }
}
