package dev.rivet.spi.dialect.support;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the text of a query just closely enough to say that it is one SELECT that can be wrapped in parentheses; whether it is a
 * good one is for the server to say. The text is never changed (SQ3). For servers with standard quoting.
 */
public final class QueryText {
  private final String sql;
  private final Set<String> firstWords;
  private final boolean bracketsQuote;
  private int at;
  private int depth;
  private int semicolon = -1;
  private String firstWord = "";
  private String lastWord = "";
  private boolean locks;

  private QueryText(String sql, Set<String> firstWords, boolean bracketsQuote) {
    this.sql = sql;
    this.firstWords = firstWords;
    this.bracketsQuote = bracketsQuote;
  }

  /**
   * What is wrong with the text, and what to do; empty if nothing is.
   *
   * @param sql the query
   * @param firstWords words in upper case a query may begin with
   * @param bracketsQuote whether {@code [name]} is an identifier
   */
  public static Optional<String> problem(
      String sql, Set<String> firstWords, boolean bracketsQuote) {
    return new QueryText(sql, firstWords, bracketsQuote).scan();
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
    if (!firstWords.contains(firstWord)) {
      return Optional.of(
          "the query starts with "
              + firstWord
              + ", but only SELECT can be exported. Give one SELECT.");
    }
    return locks
        ? Optional.of("a query for export must not lock rows. Remove FOR UPDATE or FOR SHARE.")
        : Optional.empty();
  }

  private Optional<String> token() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
      return Optional.empty();
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return Optional.empty();
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      if (end < 0) {
        return Optional.of("the query has a comment that does not end. Close it.");
      }
      at = end + 2;
      return Optional.empty();
    }
    if (semicolon >= 0) {
      return Optional.of("the query holds more than one statement. Give one SELECT per export.");
    }
    return significant(c);
  }

  private Optional<String> significant(char c) {
    switch (c) {
      case ';' -> semicolon = at++;
      case '(' -> {
        depth++;
        at++;
      }
      case ')' -> {
        at++;
        if (--depth < 0) {
          return Optional.of(
              "the query has a closing parenthesis without its opening one. Balance them.");
        }
      }
      case '\'', '"', '`' -> {
        return quoted(c);
      }
      default -> {
        if (c == '[' && bracketsQuote) {
          return quoted(']');
        }
        if (Character.isJavaIdentifierStart(c)) {
          word();
        } else {
          at++;
        }
      }
    }
    return Optional.empty();
  }

  private void word() {
    int start = at;
    while (at < sql.length() && Character.isJavaIdentifierPart(sql.charAt(at))) {
      at++;
    }
    String word = sql.substring(start, at).toUpperCase(Locale.ROOT);
    if (firstWord.isEmpty()) {
      firstWord = word;
    }
    locks |= lastWord.equals("FOR") && (word.equals("UPDATE") || word.equals("SHARE"));
    lastWord = word;
  }

  private Optional<String> quoted(char end) {
    int i = at + 1;
    while (i < sql.length()) {
      if (sql.charAt(i) == end) {
        if (i + 1 >= sql.length() || sql.charAt(i + 1) != end) {
          at = i + 1;
          return Optional.empty();
        }
        i++;
      }
      i++;
    }
    return Optional.of("the query has a quote " + end + " that does not end. Close it.");
  }
}
