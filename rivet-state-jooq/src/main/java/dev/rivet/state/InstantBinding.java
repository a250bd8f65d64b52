package dev.rivet.state;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.SQLDialect;
import org.jooq.impl.AbstractBinding;
import org.jspecify.annotations.Nullable;

/**
 * Points in time in UTC with microseconds, whatever the zone and locale of JVM and server: text of fixed width that sorts as the
 * times do in SQLite, {@code timestamp with time zone} elsewhere.
 */
final class InstantBinding extends AbstractBinding<Object, Instant> {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** What a time is after it was stored. */
  static Instant stored(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return time.isAfter(LATEST) ? LATEST : time.truncatedTo(ChronoUnit.MICROS);
  }

  static String text(Instant time) {
    return TEXT.format(stored(time).atOffset(ZoneOffset.UTC));
  }

  static Instant parse(String text) {
    return LocalDateTime.parse(text, TEXT).toInstant(ZoneOffset.UTC);
  }

  @Override
  public Converter<Object, Instant> converter() {
    return Converter.ofNullable(
        Object.class,
        Instant.class,
        stored -> stored instanceof OffsetDateTime time ? time.toInstant() : parse((String) stored),
        time -> time);
  }

  @Override
  public void set(BindingSetStatementContext<Instant> ctx) throws SQLException {
    PreparedStatement statement = ctx.statement();
    @Nullable Instant time = ctx.value();
    if (ctx.family() == SQLDialect.SQLITE) {
      statement.setString(ctx.index(), time == null ? null : text(time));
    } else {
      statement.setObject(ctx.index(), time == null ? null : stored(time).atOffset(ZoneOffset.UTC));
    }
  }

  @Override
  public void get(BindingGetResultSetContext<Instant> ctx) throws SQLException {
    if (ctx.family() == SQLDialect.SQLITE) {
      String text = ctx.resultSet().getString(ctx.index());
      ctx.value(text == null ? null : parse(text));
    } else {
      OffsetDateTime time = ctx.resultSet().getObject(ctx.index(), OffsetDateTime.class);
      ctx.value(time == null ? null : time.toInstant());
    }
  }
}
