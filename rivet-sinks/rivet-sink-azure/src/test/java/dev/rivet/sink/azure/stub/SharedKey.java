package dev.rivet.sink.azure.stub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks signatures as the service's documentation describes them. */
final class SharedKey {
  private static final List<String> SIGNED =
      List.of(
          "Content-Encoding",
          "Content-Language",
          "Content-Length",
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  private SharedKey() {}

  static void check(Request request, String account, String key) {
    String given = request.header("Authorization");
    if (given == null) {
      throw new StoreError(401, "NoAuthenticationInformation");
    }
    String wanted = "SharedKey " + account + ":" + signature(text(request, account), key);
    if (!given.equals(wanted)) {
      throw new StoreError(403, "AuthenticationFailed");
    }
  }

  private static String text(Request request, String account) {
    StringBuilder text = new StringBuilder(request.method).append('\n');
    for (String name : SIGNED) {
      String value = request.header(name);
      boolean isEmpty =
          value == null
              || name.equals("Content-Length") && value.equals("0")
              || name.equals("Date") && request.header("x-ms-date") != null;
      text.append(isEmpty ? "" : value).append('\n');
    }
    Map<String, String> own = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith("x-ms-")) {
                own.put(lower, values.get(0).trim());
              }
            });
    own.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    text.append('/').append(account).append(request.rawPath());
    request
        .query()
        .forEach(
            (name, value) ->
                text.append('\n').append(name.toLowerCase(Locale.ROOT)).append(':').append(value));
    return text.toString();
  }

  private static String signature(String text, String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
