package dev.rivet.spi.dialect.support;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;

/** Decoders that do not depend on a server's wire form, or get it from a {@link NumberReader}. */
public final class CommonDecoders {
  private CommonDecoders() {}

  /** The bytes as they come. */
  public static ColumnDecoder raw(BaseVariableWidthVector vector, ValueRules rules) {
    return new RawDecoder(vector, rules);
  }

  /** Text that may not be UTF-8; special value {@code INVALID_TEXT}. */
  public static ColumnDecoder checkedText(BaseVariableWidthVector vector, ValueRules rules) {
    return new CheckedTextDecoder(vector, rules);
  }

  /** Bytes as hexadecimal digits without prefix. */
  public static ColumnDecoder hex(BaseVariableWidthVector vector, ValueRules rules) {
    return new HexDecoder(vector, rules);
  }

  /** Sixteen bytes as a UUID. */
  public static ColumnDecoder uuid(BaseFixedWidthVector vector, ValueRules rules) {
    return new UuidDecoder(vector, rules);
  }

  /** Text as a UUID. */
  public static ColumnDecoder textToUuid(BaseFixedWidthVector vector, ValueRules rules) {
    return new ParsedDecoders.ToUuid(vector, rules);
  }

  /** ISO text as a date. */
  public static ColumnDecoder textToDate(BaseFixedWidthVector vector, ValueRules rules) {
    return new ParsedDecoders.ToDate(vector, rules);
  }

  /** ISO text as a timestamp; an instant needs an offset in the text. */
  public static ColumnDecoder textToTimestamp(
      BaseFixedWidthVector vector, ValueRules rules, boolean isUtc, boolean isNanos) {
    return new ParsedDecoders.ToTimestamp(vector, rules, isUtc, isNanos);
  }

  /** Text as float32 or float64. */
  public static ColumnDecoder textToFloat(BaseFixedWidthVector vector, ValueRules rules, int bits) {
    return new NumberDecoders.TextToFloat(vector, rules, bits / 8);
  }

  /** Numbers as integers, where they are; special value {@code OVERFLOW}. */
  public static ColumnDecoder toInteger(
      BaseFixedWidthVector vector,
      ValueRules rules,
      NumberReader reader,
      int bits,
      boolean isSigned) {
    return new NumberDecoders.ToInteger(vector, rules, reader, bits / 8, isSigned);
  }

  /** Numbers as decimals, where they fit; special values {@code OVERFLOW} and {@code NOT_A_NUMBER}. */
  public static ColumnDecoder toDecimal(
      BaseFixedWidthVector vector,
      ValueRules rules,
      NumberReader reader,
      int precision,
      int scale) {
    return new DecimalDecoder(vector, rules, reader, precision, scale);
  }

  /** Whole numbers as float32 or float64, where they are exact; special value {@code OVERFLOW}. */
  public static ColumnDecoder wholeToFloat(
      BaseFixedWidthVector vector, ValueRules rules, NumberReader reader, int bits) {
    return new NumberDecoders.WholeToFloat(vector, rules, reader, bits / 8);
  }

  /** 0 and 1 as bool; special value {@code OVERFLOW}. */
  public static ColumnDecoder toBool(BitVector vector, ValueRules rules, NumberReader reader) {
    return new NumberDecoders.ToBool(vector, rules, reader);
  }
}
