package dev.rivet.spi.dialect.support;

import dev.rivet.type.SpecialValue;
import java.sql.SQLException;

/** Reads numbers with the policies applied. */
final class NumberPolicies {
  final ScaledInteger decimal = new ScaledInteger();
  private final ColumnDecoder decoder;
  private final NumberReader reader;
  private final int scale;
  private final int precision;

  NumberPolicies(ColumnDecoder decoder, NumberReader reader, int scale, int precision) {
    this.decoder = decoder;
    this.reader = reader;
    this.scale = scale;
    this.precision = precision;
  }

  /** What to write: the number, the nearest (largest) one, or nothing because NULL is written already. */
  enum Verdict {
    NUMBER,
    LARGEST,
    NOTHING
  }

  Verdict read(Cells cells, int index, int row) throws SQLException {
    int length = cells.length(index);
    if (length < 0) {
      decoder.setNull(row);
      return Verdict.NOTHING;
    }
    byte[] data = cells.data(index);
    int at = cells.position(index);
    if (reader.isMalformed(data, at, length)) {
      throw decoder.rules.malformed("a value that is not a number");
    }
    return switch (reader.read(
        data, at, length, decimal, scale, precision, decoder.rules.isRounding())) {
      case EXACT -> Verdict.NUMBER;
      case ROUNDED -> {
        decoder.count(SpecialValue.OVERFLOW);
        yield Verdict.NUMBER;
      }
      case NOT_A_NUMBER -> {
        decoder.setNullByPolicy(SpecialValue.NOT_A_NUMBER, "NaN", row);
        yield Verdict.NOTHING;
      }
      case INFINITE -> largest(SpecialValue.NOT_A_NUMBER, "an infinite number", row);
      case TOO_MANY_DIGITS -> tooLarge(row);
      case TOO_FINE -> {
        if (!decoder.isClamped(
            SpecialValue.OVERFLOW, "a number with more digits after the point", row)) {
          yield Verdict.NOTHING;
        }
        ScaledInteger.Outcome again =
            reader.read(data, at, length, decimal, scale, precision, true);
        yield again == ScaledInteger.Outcome.TOO_MANY_DIGITS ? Verdict.LARGEST : Verdict.NUMBER;
      }
    };
  }

  Verdict tooLarge(int row) throws SQLException {
    return largest(SpecialValue.OVERFLOW, "a number that is too large", row);
  }

  private Verdict largest(SpecialValue value, String what, int row) throws SQLException {
    return decoder.isClamped(value, what, row) ? Verdict.LARGEST : Verdict.NOTHING;
  }
}
