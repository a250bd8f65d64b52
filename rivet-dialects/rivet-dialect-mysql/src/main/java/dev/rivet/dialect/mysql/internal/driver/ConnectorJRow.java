package dev.rivet.dialect.mysql.internal.driver;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.InternalDate;
import com.mysql.cj.protocol.InternalTime;
import com.mysql.cj.protocol.InternalTimestamp;
import com.mysql.cj.result.Field;
import com.mysql.cj.result.ValueFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asked to make a value, it keeps the packet the value lies in and says where: Connector/J hands its row buffer to value factories.
 * One per result, one thread at a time.
 */
final class ConnectorJRow implements ValueFactory<@Nullable Integer> {
  private byte[] packet = {};

  /** The packet of the value asked for last; valid until the next row. */
  byte[] packet() {
    return packet;
  }

  @Override
  public @Nullable Integer createFromBytes(byte[] bytes, int offset, int length, Field field) {
    packet = bytes;
    return length == 1 ? offset : null;
  }

  @Override
  public void setPropertySet(PropertySet properties) {}

  @Override
  public @Nullable Integer createFromTime(InternalTime value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromTimestamp(InternalTimestamp value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromDate(InternalDate value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromDatetime(InternalTimestamp value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromYear(long value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromLong(long value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromBigInteger(BigInteger value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromDouble(double value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromBigDecimal(BigDecimal value) {
    return null;
  }

  @Override
  public @Nullable Integer createFromBit(byte[] bytes, int offset, int length) {
    return null;
  }

  @Override
  public @Nullable Integer createFromNull() {
    return null;
  }

  @Override
  public String getTargetTypeName() {
    return "row";
  }
}
