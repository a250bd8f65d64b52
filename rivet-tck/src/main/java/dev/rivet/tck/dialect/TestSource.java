package dev.rivet.tck.dialect;

import dev.rivet.type.SpecialValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** A database for the contract to fill, and how its SQL spells what the contract needs. */
public interface TestSource {

  /** Connections that may read and create, in a schema of tests where plain names are found. */
  DataSource dataSource();

  /** The same with a password the server refuses; the text of it is {@code wrong-canary}. Ignored where there is no server. */
  DataSource withWrongPassword();

  /** Connections to where nothing listens. */
  DataSource unreachable();

  /** Runs statements, each committed. */
  void execute(String... statements);

  /** First column of the first row as text. */
  String query(String sql);

  /** A quoted identifier. */
  String quote(String identifier);

  /** What the dialect cannot do here. */
  Set<Lack> lacks();

  /** A type for text of any length. */
  String bigText();

  /** An expression: a character repeated. */
  default String repeated(char c, int times) {
    return "REPEAT('" + c + "', " + times + ")";
  }

  /** An expression that takes at least as long as said, in milliseconds, for a row of a table with the column {@code id}. */
  String sleeping(int millis);

  /** Everything about a session that a reader could have changed, as text to compare. */
  String state(Connection connection) throws SQLException;

  /** Statements that run in sessions other than the one that asks. */
  long runningStatements();

  /** Ends every session but the one that asks, as an administrator would; not called where there is no server. */
  void endSessions();

  /** A query that would write, into table {@code written}, if it could; empty if functions of this server cannot write. */
  Optional<String> writingQuery();

  /** A value that the default type of its column cannot hold. */
  Special special();

  /** A column type without mapping; empty if it lacks {@link Lack#UNMAPPED_TYPES}. */
  Optional<String> unmappedType();

  /**
   * A value with a policy.
   *
   * @param type of the column
   * @param literal the value
   * @param ordinary a value of the type that needs no policy
   * @param kind what the policy is for
   */
  record Special(String type, String literal, String ordinary, SpecialValue kind) {}
}
