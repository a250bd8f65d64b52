package dev.rivet.dialect.jdbc.internal.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The plain table names of a query, as far as its text tells: what follows FROM and JOIN and is neither a function nor a name given by
 * the query itself. Only asked when a database without error codes has refused the query, to look in the catalog for what is missing: a
 * name too many or too few changes no more than how the refusal is called.
 */
final class TableNames {
  private static final Set<String> INTRODUCERS = Set.of("FROM", "JOIN");

  private TableNames() {}

  /** A word, a quoted name or a single character. */
  private record Token(String text, boolean isName) {
    boolean is(String word) {
      return isName && text.toUpperCase(Locale.ROOT).equals(word);
    }

    boolean is(char c) {
      return !isName && text.charAt(0) == c;
    }
  }

  /** Names without schema, each once. */
  static List<String> of(String sql) {
    List<Token> tokens = tokens(sql);
    Set<String> common = new HashSet<>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i + 1).is("AS") && tokens.get(i + 2).is('(')) {
        common.add(tokens.get(i).text().toLowerCase(Locale.ROOT));
      }
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean introduced = INTRODUCERS.stream().anyMatch(tokens.get(i - 1)::is);
      boolean goesOn =
          i + 1 < tokens.size() && (tokens.get(i + 1).is('.') || tokens.get(i + 1).is('('));
      if (introduced
          && token.isName()
          && !goesOn
          && !common.contains(token.text().toLowerCase(Locale.ROOT))
          && !names.contains(token.text())) {
        names.add(token.text());
      }
    }
    return names;
  }

  private static List<Token> tokens(String sql) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int end = at + 1;
      if (sql.startsWith("--", at)) {
        end = end(sql.indexOf('\n', at), sql);
      } else if (sql.startsWith("/*", at)) {
        end = end(sql.indexOf("*/", at + 2) + 1, sql);
      } else if (c == '\'' || c == '"' || c == '`') {
        end = endOfQuote(c, at, sql);
        String inside = sql.substring(at + 1, Math.max(at + 1, end - 1));
        String name = inside.replace("" + c + c, "" + c);
        tokens.add(c == '\'' ? new Token("'", false) : new Token(name, true));
      } else if (Character.isJavaIdentifierStart(c)) {
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        tokens.add(new Token(sql.substring(at, end), true));
      } else if (!Character.isWhitespace(c)) {
        tokens.add(new Token(String.valueOf(c), false));
      }
      at = end;
    }
    return tokens;
  }

  private static int end(int last, String sql) {
    return last <= 0 ? sql.length() : last + 1;
  }

  /** A doubled quote is one quote of the name. */
  private static int endOfQuote(char quote, int start, String sql) {
    int last = sql.indexOf(quote, start + 1);
    while (last > 0 && last + 1 < sql.length() && sql.charAt(last + 1) == quote) {
      last = sql.indexOf(quote, last + 2);
    }
    return end(last, sql);
  }
}
