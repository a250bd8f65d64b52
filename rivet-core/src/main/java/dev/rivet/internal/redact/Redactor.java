package dev.rivet.internal.redact;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets and long values out of text that came from elsewhere (drivers, stores) before it enters a message, a report or a
 * log. Takes too much rather than too little.
 */
public final class Redactor {
  /** What stands in for a secret. */
  public static final String MASK = "REDACTED";

  /** Characters of a literal that are kept. */
  static final int LITERAL = 32;

  private static final String VALUE =
      // "…" or '…', closed or not; or everything up to a separator. A backslash escapes.
      "(?:\"(?:[^\"\\\\]|\\\\.)*+(?:\"|$)|'(?:[^'\\\\]|\\\\.|'')*+(?:'|$)|[^\\s;&,\"'<>)}\\]]++)";

  private record Rule(Pattern pattern, String replacement) {}

  private static final List<Rule> RULES =
      List.of(
          // scheme://user:password@host. The last @ before white space ends the user info:
          // passwords hold @ and / too.
          rule("([A-Za-z][A-Za-z0-9+.-]*:(?://|\\\\/\\\\/))[^\\s\"'<>]*@", "$1" + MASK + "@"),
          // Oracle's thin form, user/password@host.
          rule("(jdbc:[a-z0-9:]+?:)[^\\s/@:]+/[^\\s@]+@", "$1" + MASK + "@"),
          // Authorization headers and what looks like them.
          rule(
              "(?i)\\b((?:proxy-)?authorization\"?\\s*[:=]\\s*)(?:[A-Za-z][\\w-]*+\\s++)?[^\\r"
                  + "\\n"
                  + "]+",
              "$1" + MASK),
          rule(
              "(?i)\\b(bearer|basic|sharedkey|negotiate)(\\s+)(?=[\\w.~+/=:-]*[0-9A-Z._=+/])[\\w.~+/=:-]{8,}+",
              "$1$2" + MASK),
          rule("\\beyJ[\\w-]{4,}\\.[\\w-]+(?:\\.[\\w-]*)?", MASK),
          // key=value, key: value, "key": "value".
          rule(
              "(?i)((?<![A-Za-z0-9])(?:[\\w.-]*(?:password|passwd|passphrase|secret|credential|token|api[_-]?key|access[_-]?key|account[_-]?key"
                  + "|private[_-]?key|secret[_-]?key|accesssignature|access[_-]?signature|security[_-]?token)[\\w-]*"
                  + "|pwd|sig|x-amz-signature|x-amz-credential|x-goog-signature|x-goog-credential)"
                  + "[\"']?\\s*(?:=>|[=:])\\s*)"
                  + VALUE,
              "$1" + MASK),
          // SQL: PASSWORD 'x', IDENTIFIED BY 'x'.
          rule(
              "(?i)\\b(password|identified\\s+(?:with\\s+\\S+\\s+)?by)(\\s+)'(?:[^']|'')*+(?:'|$)",
              "$1$2" + MASK),
          // Keys that say themselves what they are.
          rule("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", MASK),
          rule(
              "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
              MASK));

  private static final Pattern LITERALS =
      Pattern.compile("'((?:[^']|'')*+)('|$)|\"((?:[^\"\\\\]|\\\\.)*+)(\"|$)");

  private Redactor() {}

  private static Rule rule(String regex, String replacement) {
    return new Rule(Pattern.compile(regex), replacement);
  }

  /** The text without secrets. */
  public static String secrets(String text) {
    String clean = text;
    for (Rule rule : RULES) {
      clean = rule.pattern.matcher(clean).replaceAll(rule.replacement);
    }
    return clean;
  }

  /** The text without secrets and with long quoted values cut. */
  public static String message(String text) {
    Matcher m = LITERALS.matcher(secrets(text));
    return m.replaceAll(
        found -> {
          String literal = found.group(1) != null ? found.group(1) : found.group(3);
          if (literal.codePointCount(0, literal.length()) <= LITERAL) {
            return Matcher.quoteReplacement(found.group());
          }
          String quote = found.group().substring(0, 1);
          String kept = literal.substring(0, literal.offsetByCodePoints(0, LITERAL));
          int more = literal.codePointCount(0, literal.length()) - LITERAL;
          return Matcher.quoteReplacement(quote + kept + "…(" + more + " more)" + quote);
        });
  }
}
