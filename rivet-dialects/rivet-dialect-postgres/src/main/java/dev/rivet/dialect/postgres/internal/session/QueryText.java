package dev.rivet.dialect.postgres.internal.session;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the text of a query just closely enough to say that it is one SELECT that can be wrapped in parentheses; whether it is a good
 * one is for the server to say. The text is never changed (SQ3).
 */
final class QueryText {
  private static final Set<String> FIRST_WORDS = Set.of("SELECT", "WITH", "VALUES", "TABLE");

  private final String sql;
  private int at;
  private int depth;
  private int semicolon = -1;
  private String firstWord = "";

  private QueryText(String sql) {
    this.sql = sql;
  }

  /** What is wrong with the text, and what to do; empty if nothing is. */
  static Optional<String> problem(String sql) {
    return new QueryText(sql).scan();
  }

  private Optional<String> scan() {
    if (sql.indexOf('\0') >= 0) {
      return Optional.of("the query contains a NUL character. Remove it.");
    }
    while (at < sql.length()) {
      Optional<String> problem = token();
      if (problem.isPresent()) {
        return problem;
      }
    }
    if (depth > 0) {
      return Optional.of(
          "the query has an opening parenthesis without its closing one. Balance them.");
    }
    if (semicolon >= 0) {
      return Optional.of(
          "the query ends with a semicolon, but it is used inside another statement. Remove the"
              + " semicolon.");
    }
    if (firstWord.isEmpty()) {
      return Optional.of("the query is empty. Give one SELECT.");
    }
    if (!FIRST_WORDS.contains(firstWord)) {
      return Optional.of(
          "the query starts with "
              + firstWord
              + ", but only SELECT can be exported. Give one SELECT.");
    }
    return Optional.empty();
  }

  private Optional<String> token() {
    char c = sql.charAt(at);
    if (isSpace(c)) {
      at++;
      return Optional.empty();
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return Optional.empty();
    }
    if (sql.startsWith("/*", at)) {
      return comment();
    }
    if (semicolon >= 0) {
      return Optional.of("the query holds more than one statement. Give one SELECT per export.");
    }
    return significant(c);
  }

  private Optional<String> significant(char c) {
    switch (c) {
      case ';' -> {
        semicolon = at++;
        return Optional.empty();
      }
      case '(' -> {
        depth++;
        at++;
        return Optional.empty();
      }
      case ')' -> {
        at++;
        return --depth < 0
            ? Optional.of(
                "the query has a closing parenthesis without its opening one. Balance them.")
            : Optional.empty();
      }
      case '\'' -> {
        return quoted('\'', false);
      }
      case '"' -> {
        return quoted('"', false);
      }
      case '$' -> {
        return dollar();
      }
      default -> {
        return isWordStart(c) ? word() : other();
      }
    }
  }

  /** What the server's scanner takes for space; it knows no other than these. */
  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  /** To the server, everything beyond ASCII is a letter. */
  private static boolean isWordStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 128;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || c >= '0' && c <= '9' || c == '$';
  }

  private Optional<String> other() {
    at++;
    return Optional.empty();
  }

  private Optional<String> word() {
    int start = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
    if (firstWord.isEmpty()) {
      firstWord = word;
    }
    boolean escapes = word.equals("E") && at < sql.length() && sql.charAt(at) == '\'';
    return escapes ? quoted('\'', true) : Optional.empty();
  }

  private Optional<String> quoted(char quote, boolean escapes) {
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c == quote) {
        at = i + 1; // a doubled quote starts the next token, to the same effect
        return Optional.empty();
      } else {
        i++;
      }
    }
    return Optional.of("the query has a quoted text or name without its end. Close the quote.");
  }

  private Optional<String> comment() {
    int nesting = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at)) {
        nesting++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        nesting--;
        at += 2;
        if (nesting == 0) {
          return Optional.empty();
        }
      } else {
        at++;
      }
    }
    return Optional.of("the query has a comment without its end. Close it with */.");
  }

  private Optional<String> dollar() {
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != '$' && isWordPart(sql.charAt(end))) {
      end++;
    }
    boolean isTag =
        end < sql.length()
            && sql.charAt(end) == '$'
            && (end == at + 1 || isWordStart(sql.charAt(at + 1)));
    if (!isTag) {
      return end > at + 1
          ? Optional.of(
              "the query has the parameter "
                  + sql.substring(at, end)
                  + ", but nothing is bound to it. Write the value itself.")
          : other();
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      return Optional.of(
          "the query has a dollar-quoted text without its end. Close it with " + tag + ".");
    }
    at = close + tag.length();
    return Optional.empty();
  }
}
