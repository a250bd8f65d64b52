package dev.rivet.spi.sink.objectstore;

import java.net.URI;
import java.util.Locale;

/** The rule for endpoints that are not the store's own: encrypted, or on this machine, or explicitly allowed not to be. */
public final class Endpoint {
  private Endpoint() {}

  /**
   * Refuses what would send data and credentials over an open wire.
   *
   * @param insecureAllowed whether the user has said that plain HTTP is wanted
   * @throws IllegalArgumentException naming the endpoint and the way out
   */
  public static URI checked(URI endpoint, boolean insecureAllowed) {
    String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
    String host = endpoint.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "endpoint '" + endpoint + "' is not a URL with host, for example https://host:port");
    }
    if (endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the endpoint at '" + host + "' must not contain credentials; give them to the builder");
    }
    if (scheme.equals("http") && !insecureAllowed && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "endpoint '"
              + endpoint
              + "' is plain HTTP to another machine: data and credentials could be read on the way."
              + " Use https, or say allowInsecureEndpoint().");
    }
    return endpoint;
  }

  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
