package dev.rivet.dialect.mysql.internal.driver;

import java.sql.SQLDataException;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.MutableInt;
import org.mariadb.jdbc.plugin.Codec;

/** Gives the packet of a row instead of a value; found by the driver through {@link java.util.ServiceLoader}. Thread-safe. */
public final class MariaDbRowCodec implements Codec<MariaDbRow> {
  /** For the service loader. */
  public MariaDbRowCodec() {}

  @Override
  public String className() {
    return MariaDbRow.class.getName();
  }

  @Override
  public boolean canDecode(ColumnDecoder column, Class<?> type) {
    return type == MariaDbRow.class;
  }

  @Override
  public boolean canEncode(Object value) {
    return false;
  }

  @Override
  public MariaDbRow decodeText(
      ReadableByteBuf buffer,
      MutableInt length,
      ColumnDecoder column,
      @Nullable Calendar calendar,
      Context context)
      throws SQLDataException {
    throw new SQLDataException("a row in text, not in binary");
  }

  @Override
  public MariaDbRow decodeBinary(
      ReadableByteBuf buffer,
      MutableInt length,
      ColumnDecoder column,
      @Nullable Calendar calendar,
      Context context) {
    return new MariaDbRow(buffer.buf(), buffer.pos());
  }

  @Override
  public void encodeText(
      Writer out,
      Context context,
      MariaDbRow value,
      @Nullable Calendar calendar,
      @Nullable Long max) {
    throw new UnsupportedOperationException("rows are only read");
  }

  @Override
  public int getApproximateTextProtocolLength(MariaDbRow value, @Nullable Long length) {
    return -1;
  }

  @Override
  public void encodeBinary(
      Writer out,
      Context context,
      MariaDbRow value,
      @Nullable Calendar calendar,
      @Nullable Long max) {
    throw new UnsupportedOperationException("rows are only read");
  }

  @Override
  public int getBinaryEncodeType() {
    return 0;
  }
}
