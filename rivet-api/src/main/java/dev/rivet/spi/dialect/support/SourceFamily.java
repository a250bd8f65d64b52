package dev.rivet.spi.dialect.support;

/** What a source type is, for the table of allowed overrides ({@link OverrideMatrix}). */
public enum SourceFamily {
  /** True or false. */
  BOOL,
  /** Integers of at most 64 bits. */
  INT,
  /** Exact decimals. */
  DECIMAL,
  /** Binary floating point. */
  FLOAT,
  /** Characters. */
  TEXT,
  /** JSON documents. */
  JSON,
  /** UUIDs. */
  UUID,
  /** Bytes. */
  BINARY,
  /** Days. */
  DATE,
  /** Wall-clock timestamps. */
  TIMESTAMP,
  /** Instants. */
  TIMESTAMP_TZ,
  /** Times of day. */
  TIME,
  /** Strings of bits. */
  BITS,
  /** Maps from text to text. */
  MAP,
  /** Everything else: text or nothing. */
  OTHER
}
