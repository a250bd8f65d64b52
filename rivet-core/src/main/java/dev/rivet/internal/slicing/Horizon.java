package dev.rivet.internal.slicing;

import dev.rivet.error.ErrorCode;
import dev.rivet.error.Problem;
import dev.rivet.extract.Incremental;
import dev.rivet.plan.KeyBound;
import dev.rivet.spi.dialect.KeyColumn;
import dev.rivet.spi.dialect.TransactionClock;
import dev.rivet.type.ColumnRule;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far an incremental run may read without passing over rows that are not committed yet (NG3). */
final class Horizon {
  /** A transaction takes its time a moment before others can see that it is there. */
  private static final Duration REPORTING = Duration.ofSeconds(1);

  private static final String SUBJECT = "Incremental.safetyLag";

  private Horizon() {}

  /** An upper end, or null if none was asked for; what makes it impossible becomes a problem. */
  static @Nullable KeyBound of(
      Incremental options,
      SlicingInput input,
      KeyColumn cursor,
      KeyColumns columns,
      List<Problem> warnings)
      throws SQLException {
    if (options.lag().isZero() && !options.isBehindOpenTransactions()) {
      return null;
    }
    String problem = null;
    if (!cursor.family().isTemporal()) {
      problem =
          "a cursor of type "
              + cursor.nativeType()
              + " does not tell when it was set. Use overlap(…), or a date or time.";
    } else if (!(input.session() instanceof TransactionClock clock)) {
      problem = "this dialect cannot ask the server for its time. Use overlap(…).";
    } else if (options.isBehindOpenTransactions() && !clock.seesTransactions()) {
      problem =
          "this account does not see the transactions of others, or the server cannot tell when"
              + " they began (prepared ones hide it). Grant it the right to see all sessions, or"
              + " use safetyLag(…) or overlap(…).";
    } else {
      Instant end = end(options, clock);
      return KeyBound.excluding(
          List.of(KeyMath.at(cursor.family(), end, zone(input, cursor, warnings))));
    }
    columns.refuse(ErrorCode.CURSOR_HORIZON_UNAVAILABLE, SUBJECT, problem);
    return null;
  }

  /** The server's time is taken first: what begins later has a later time. */
  private static Instant end(Incremental options, TransactionClock clock) throws SQLException {
    Instant now = clock.serverTime();
    Instant end = now.minus(options.lag());
    if (!options.isBehindOpenTransactions()) {
      return end;
    }
    Instant reported = now.minus(REPORTING);
    Optional<Instant> oldest = clock.oldestTransaction();
    Instant open = oldest.isPresent() && oldest.get().isBefore(reported) ? oldest.get() : reported;
    return open.isBefore(end) ? open : end;
  }

  private static ZoneId zone(SlicingInput input, KeyColumn cursor, List<Problem> warnings) {
    if (cursor.family() == KeyColumn.Family.INSTANT) {
      return ZoneOffset.UTC;
    }
    Optional<ZoneId> given =
        input.export().types().columns().stream()
            .filter(r -> r.name().equals(cursor.name()))
            .findFirst()
            .flatMap(ColumnRule::zone);
    if (given.isEmpty()) {
      warnings.add(
          new Problem(
              ErrorCode.CURSOR_UNSAFE,
              SUBJECT,
              "\""
                  + cursor.name()
                  + "\" has no zone and is taken as UTC; if it is local time further west, the"
                  + " horizon has no effect. Say so with column(ColumnRule.of(…).zone(…))."));
    }
    return given.orElse(ZoneOffset.UTC);
  }
}
