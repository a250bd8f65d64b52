package dev.rivet.sink.azure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A shared access signature as users paste it. It is a secret: only its time of expiry is ever shown. */
final class Sas {
  private static final Logger LOG = LoggerFactory.getLogger(Sas.class);
  private static final Duration SHORT = Duration.ofMinutes(60);

  private Sas() {}

  /**
   * The token without a leading question mark; warns if it is good for less than an hour.
   *
   * @throws IllegalArgumentException if it has expired
   */
  static String checked(String token, Instant now) {
    String text = token.trim();
    if (text.startsWith("?")) {
      text = text.substring(1);
    }
    Optional<Instant> expiry = expiry(text);
    if (expiry.isPresent()) {
      Duration left = Duration.between(now, expiry.get());
      if (left.isNegative() || left.isZero()) {
        throw new IllegalArgumentException(
            "the SAS expired at " + expiry.get() + "; make a new one");
      }
      if (left.compareTo(SHORT) < 0) {
        LOG.warn(
            "the SAS expires at {}, in {} minutes; a longer run will fail then",
            expiry.get(),
            left.toMinutes());
      }
    }
    return text;
  }

  /** The parameter {@code se}; empty if it is not there (a stored access policy may hold it) or not a time. */
  private static Optional<Instant> expiry(String token) {
    for (String pair : token.split("&", -1)) {
      if (pair.startsWith("se=")) {
        String time = URLDecoder.decode(pair.substring(3), StandardCharsets.UTF_8);
        try {
          return Optional.of(
              time.length() == 10
                  ? LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC)
                  : OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
