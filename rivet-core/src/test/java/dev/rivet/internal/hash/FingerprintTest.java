package dev.rivet.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivet.spi.sink.Checksums;
import dev.rivet.spi.sink.Checksums.Algorithm;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are those of the reference library (xxHash 0.8) and of the algorithms' specifications. */
class FingerprintTest {

  /** The bytes that the reference values below were computed over. */
  static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((i * 31 + 7) ^ (i >> 8));
    }
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "'', xxh3:2d06800538d394c2",
    "a, xxh3:e6c632b61e964e1f",
    "abc, xxh3:78af5f94892f3950",
    "123456789, xxh3:72dcb18b67a17dff",
    "The quick brown fox jumps over the lazy dog, xxh3:ce7d19a5418fb365",
  })
  void agreesWithKnownTexts(String text, String expected) {
    assertThat(Fingerprint.of(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2d06800538d394c2, 00000000, d41d8cd98f00b204e9800998ecf8427e",
    "1, 4c5cca45d0f4811f, 86b737ba, 89e74e640b8c46257a29de0616794d5d",
    "3, 15f7093b173d005c, 765a7c83, 3b704fb2660febf62921a0caaa8de56b",
    "4, dca012f95811b6b9, 65f1c5dc, 60781e9e546435a1d0b9316e7954ead6",
    "8, dec6a9a43575982e, 40795c72, 4ea83c044004367c9839a3e27d852a14",
    "9, cbe393399f17ffbd, 6fe35da6, 548fed44439268980b3d530f84442c9a",
    "16, 7e484c18d74895d0, cf7845a4, 54bd6d424250e89b7b13699f81f61520",
    "17, 208bde5ee2bed407, 10c70233, bf3f5be5a5de5f998aa62928bddb0ae0",
    "128, f92b70eaa21a6288, ae5b4c7a, 3e85b70ffc8df5c735ecf2a8f14f1bee",
    "129, f8f76713f2bb60fa, 1e952bbb, e45ecac9930fe93de302f98ba673ba36",
    "240, ccc7375172c41f03, b3f70c9f, 5fb8ec9b83b16c98d316f2d120741bdf",
    "241, 0b3b630948ce4a00, 5ae1c7ea, f0ef35eddcef99f2dacc180a0f20d8b6",
    "256, ec85b75bafe6ca74, c6c61f2f, fa38300ddda3160b19b8daa005c7cdb8",
    "1024, d218d699d62a6d8b, d792d894, a2392fcde7bda8bff4929201c9e1089e",
    "1025, 38f5f1f86ddfa599, 14c85975, 9eda8f91bb6c725990b5c4f6cb865564",
    "4096, 99aa8007ca97e119, f50c9a2b, e9df9349332f2007a30f2f68db719859",
    "65536, 649a1298fb4436c7, d9c37a74, ae500ec506a19eb2e44de7653a52a939",
    "1000003, aaeb5d58322d0e9a, 20c76595, 7ceca54b95959a7fae1720877732052c",
  })
  void agreesWithReferenceAtEveryLengthClass(int length, String xxh3, String crc32c, String md5) {
    byte[] bytes = pattern(length);
    assertThat(Fingerprint.of(bytes)).isEqualTo("xxh3:" + xxh3);
    Checksums sums = ByteChecksums.of(bytes, EnumSet.allOf(Algorithm.class));
    assertThat(sums.size()).isEqualTo(length);
    assertThat(sums.fingerprint()).isEqualTo("xxh3:" + xxh3);
    assertThat(sums.values())
        .containsEntry(Algorithm.CRC32C, crc32c)
        .containsEntry(Algorithm.MD5, md5)
        .hasSize(2);
  }

  @Test
  void doesNotDependOnPieces() {
    byte[] bytes = pattern(1_000_003);
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      Fingerprint pieces = Fingerprint.streaming();
      ByteBuffer direct = ByteBuffer.allocateDirect(300_000);
      for (int at = 0; at < bytes.length; ) {
        int n = Math.min(1 + random.nextInt(1 << random.nextInt(1, 18)), bytes.length - at);
        switch (random.nextInt(3)) {
          case 0 -> pieces.update(bytes, at, n);
          case 1 -> pieces.update(ByteBuffer.wrap(bytes, at, n).slice().asReadOnlyBuffer());
          default -> pieces.update(direct.clear().put(bytes, at, n).flip());
        }
        at += n;
      }
      assertThat(pieces.value()).isEqualTo("xxh3:aaeb5d58322d0e9a");
    }
  }

  @Test
  void canBeReadMidway() {
    Fingerprint fingerprint = Fingerprint.streaming().update(new byte[] {'a'});
    assertThat(fingerprint.value()).isEqualTo("xxh3:e6c632b61e964e1f");
    assertThat(fingerprint.update(new byte[] {'b', 'c'}).value())
        .isEqualTo("xxh3:78af5f94892f3950");

    ByteChecksums sums = new ByteChecksums(Set.of(Algorithm.MD5));
    sums.update(ByteBuffer.wrap(new byte[] {'a'}));
    assertThat(sums.checksums().values())
        .containsEntry(Algorithm.MD5, "0cc175b9c0f1b6a831c399e269772661");
    sums.update(ByteBuffer.wrap(new byte[] {'b', 'c'}));
    assertThat(sums.checksums().values())
        .containsEntry(Algorithm.MD5, "900150983cd24fb0d6963f7d28e17f72");
  }

  @Test
  void knowsItsForm() {
    assertThat(Fingerprint.isWellFormed("xxh3:00000000000000ff")).isTrue();
    for (String bad :
        new String[] {
          "",
          "xxh3:",
          "xxh3:00000000000000f",
          "xxh3:00000000000000FF",
          "xxh3:00000000000000ff\n",
          "XXH3:00000000000000ff"
        }) {
      assertThat(Fingerprint.isWellFormed(bad)).as(bad).isFalse();
    }
    assertThat(Fingerprint.format(255)).isEqualTo("xxh3:00000000000000ff");
  }
}
