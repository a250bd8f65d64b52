package dev.rivet.state;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the connection of a transaction comes from. */
interface Connections {

  /** A connection in auto-commit mode, of this thread alone until the lease is closed. */
  Held take() throws SQLException;

  /** Closes what was opened here; not while a connection is held. */
  void close() throws SQLException;

  /** Names the database for people; no secrets. */
  @Override
  String toString();

  /** A connection that is given back by closing this. */
  interface Held extends AutoCloseable {
    Connection connection();

    /** Says that the connection is in no known state and must not be used again. */
    void discard();

    @Override
    void close();
  }
}
