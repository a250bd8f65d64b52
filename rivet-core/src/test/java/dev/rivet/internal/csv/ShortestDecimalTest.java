package dev.rivet.internal.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
  private static final String ZEROS_292 =
      "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
          + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
          + "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-1.5, -1.5",
    "0.1, 0.1",
    "0.3, 0.3",
    "2.0E-3, 0.002",
    "100, 100",
    "123456789, 123456789",
    "9007199254740991, 9007199254740991",
    "9007199254740993, 9007199254740992",
    "1.0E23, 100000000000000000000000",
    "2.0E23, 200000000000000000000000",
    "9.0E22, 90000000000000000000000",
    "1.7976931348623157E308, 17976931348623157" + ZEROS_292,
    "5.684341886080802E-14, 0.00000000000005684341886080802",
    "0.30000000000000004, 0.30000000000000004",
    "8.41E21, 8410000000000000000000",
    "2.98023223876953125E-8, 0.000000029802322387695312"
  })
  void doubles(double value, String text) {
    assertThat(text(value)).isEqualTo(text);
  }

  @Test
  void tinyDoubles() {
    assertThat(text(Double.MIN_VALUE)).isEqualTo("0." + "0".repeat(323) + "5");
    assertThat(text(2.2250738585072014E-308))
        .isEqualTo("0." + "0".repeat(307) + "22250738585072014");
    assertThat(text(0x1p-44)).isEqualTo("0.00000000000005684341886080802");
    assertThat(text(0x1p-1074 * 2)).isEqualTo("0." + "0".repeat(322) + "1");
  }

  @Test
  void floats() {
    assertThat(text(0.1f)).isEqualTo("0.1");
    assertThat(text(16777216f)).isEqualTo("16777216");
    assertThat(text(3.4028235E38f)).isEqualTo("34028235" + "0".repeat(31));
    assertThat(text(1.4E-45f)).isEqualTo("0." + "0".repeat(44) + "1");
    assertThat(text(1.17549435E-38f)).isEqualTo("0." + "0".repeat(37) + "11754944");
    assertThat(text(Float.NEGATIVE_INFINITY)).isEqualTo("-inf");
    assertThat(text(3.3333333f)).isEqualTo("3.3333333");
    assertThat(text(1.0E10f)).isEqualTo("10000000000");
  }

  @Test
  void powersOfTwoAndTheirNeighboursAreShortest() {
    for (int exponent = -1074; exponent < 1024; exponent++) {
      double power = Math.scalb(1.0, exponent);
      checkDouble(power);
      checkDouble(Math.nextUp(power));
      checkDouble(Math.nextDown(power));
    }
    for (int exponent = -149; exponent < 128; exponent++) {
      float power = Math.scalb(1.0f, exponent);
      checkFloat(power);
      checkFloat(Math.nextUp(power));
      checkFloat(Math.nextDown(power));
    }
  }

  @Test
  void randomValuesAreShortest() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      checkDouble(Double.longBitsToDouble(random.nextLong()));
      checkFloat(Float.intBitsToFloat(random.nextInt()));
      checkDouble(random.nextInt(1_000_000) / 100.0);
      checkDouble((double) random.nextLong(1L << 60));
    }
  }

  private static void checkDouble(double value) {
    if (Double.isFinite(value) && value != 0) {
      String text = text(value);
      assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
      assertShortest(text, new BigDecimal(value), d -> d.doubleValue() == value);
    }
  }

  private static void checkFloat(float value) {
    if (Float.isFinite(value) && value != 0) {
      String text = text(value);
      assertThat(Float.parseFloat(text)).as(text).isEqualTo(value);
      assertShortest(text, new BigDecimal(value), d -> d.floatValue() == value);
    }
  }

  /** By trying: no decimal with a digit less rounds to the value, and none with as many digits is closer to it. */
  private static void assertShortest(
      String text, BigDecimal exact, java.util.function.Predicate<BigDecimal> isSame) {
    assertThat(text).doesNotContain("E").doesNotMatch(".*\\..*0");
    int digits = new BigDecimal(text).stripTrailingZeros().precision();
    if (digits > 1) {
      for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
        BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
        assertThat(isSame.test(shorter) && !isExactInteger(exact))
            .as(text + " or " + shorter)
            .isFalse();
      }
    }
    BigDecimal closest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (isSame.test(closest)) {
      BigDecimal ours = new BigDecimal(text).subtract(exact).abs();
      assertThat(ours).as(text).isLessThanOrEqualTo(closest.subtract(exact).abs());
    }
  }

  /** Whole numbers up to 2^53 are written in full. */
  private static boolean isExactInteger(BigDecimal exact) {
    return exact.abs().compareTo(new BigDecimal(1L << 53)) <= 0
        && exact.stripTrailingZeros().scale() <= 0;
  }

  private static String text(double value) {
    Utf8Buffer out = new Utf8Buffer(1);
    ShortestDecimal.append(value, out);
    return new String(out.array(), 0, out.size(), StandardCharsets.US_ASCII);
  }

  private static String text(float value) {
    Utf8Buffer out = new Utf8Buffer(1);
    ShortestDecimal.append(value, out);
    return new String(out.array(), 0, out.size(), StandardCharsets.US_ASCII);
  }
}
