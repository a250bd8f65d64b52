package dev.rivet.dialect.mysql.internal.session;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the text of a query just closely enough to say that it is one SELECT that can be wrapped in parentheses; whether it is a
 * good one is for the server to say. The text is never changed (SQ3).
 */
final class QueryText {
  private static final Set<String> FIRST_WORDS = Set.of("SELECT", "WITH", "VALUES", "TABLE");

  private final String sql;
  private int at;
  private int depth;
  private int semicolon = -1;
  private String firstWord = "";
  private String lastWord = "";
  private boolean locks;

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
    if (c == '#' || sql.startsWith("--", at) && isDashComment()) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return Optional.empty();
    }
    if (sql.startsWith("/*", at) && !isCode()) {
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

  /** Two dashes begin a comment only before white space. */
  private boolean isDashComment() {
    return at + 2 >= sql.length() || sql.charAt(at + 2) <= ' ';
  }

  /** Comments the server runs, and hints. */
  private boolean isCode() {
    return sql.startsWith("/*!", at) || sql.startsWith("/*M!", at);
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
      case '\'', '"' -> {
        return quoted(c, true);
      }
      case '`' -> {
        return quoted(c, false);
      }
      default -> {
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
    locks |= lastWord.equals("IN") && word.equals("SHARE");
    lastWord = word;
  }

  private Optional<String> quoted(char quote, boolean escapes) {
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (escapes && c == '\\') {
        i++;
      } else if (c == quote) {
        if (i + 1 >= sql.length() || sql.charAt(i + 1) != quote) {
          at = i + 1;
          return Optional.empty();
        }
        i++;
      }
      i++;
    }
    return Optional.of("the query has a quote " + quote + " that does not end. Close it.");
  }
}
