package dev.rivet.state;

import java.util.HexFormat;
import org.jooq.impl.AbstractConverter;
import org.jspecify.annotations.Nullable;

/**
 * Text that comes from the source or from a failure and may hold what a database's text cannot: NUL and unpaired surrogates are
 * stored as a backslash, the letter u and four hex digits, a backslash as two.
 */
final class ExactText extends AbstractConverter<String, String> {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  ExactText() {
    super(String.class, String.class);
  }

  @Override
  public @Nullable String to(@Nullable String text) {
    if (text == null) {
      return null;
    }
    StringBuilder stored = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        stored.append(c).append(text.charAt(++i));
      } else if (c == 0 || Character.isSurrogate(c)) {
        stored.append("\\u").append(HEX.toHexDigits(c));
      } else {
        stored.append(c == '\\' ? "\\\\" : c);
      }
    }
    return stored.toString();
  }

  @Override
  public @Nullable String from(@Nullable String stored) {
    if (stored == null || stored.indexOf('\\') < 0) {
      return stored;
    }
    StringBuilder text = new StringBuilder(stored.length());
    for (int i = 0; i < stored.length(); i++) {
      char c = stored.charAt(i);
      if (c != '\\') {
        text.append(c);
      } else if (stored.charAt(++i) == 'u') {
        text.append((char) HexFormat.fromHexDigits(stored, i + 1, i + 5));
        i += 4;
      } else {
        text.append('\\');
      }
    }
    return text.toString();
  }
}
