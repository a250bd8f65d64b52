package dev.rivet.tck.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that a {@link FaultyHttpProxy} received whole. Immutable.
 *
 * @param number counts the requests of a proxy from 1
 * @param method {@code GET}, {@code PUT} and so on
 * @param target path and query as sent
 * @param headers names in lower case; of repeated headers the last
 * @param bodySize bytes of the body
 */
public record Request(
    int number, String method, String target, Map<String, String> headers, long bodySize) {
  /** Copies the map. */
  public Request {
    headers = Map.copyOf(headers);
  }

  /** A header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
